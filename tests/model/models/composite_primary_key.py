from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Seat(Base):
    __tablename__ = "seats"
    row = Column(String(2), primary_key=True)
    place = Column(Integer, primary_key=True)
