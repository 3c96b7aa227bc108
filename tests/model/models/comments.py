from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Told(Base):
    __tablename__ = "told"
    __table_args__ = {"comment": "what was told"}
    id = Column(Integer, primary_key=True, comment="a number")
    text = Column(String, comment="it's; said")
