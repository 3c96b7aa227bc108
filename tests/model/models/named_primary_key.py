from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Seat(Base):
    __tablename__ = "seats"
    place = Column(Integer)
    row = Column(String(2))
    __table_args__ = (PrimaryKeyConstraint("row", "place", name="the seats"),)
