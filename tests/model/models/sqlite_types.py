from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
from sqlalchemy.dialects import sqlite

Base = declarative_base()


class Told(Base):
    __tablename__ = "told"
    id = Column(Integer, primary_key=True)
    at = Column(sqlite.DATETIME(truncate_microseconds=True))
    day = Column(sqlite.DATE)
    time = Column(sqlite.TIME)
    data = Column(sqlite.JSON)
