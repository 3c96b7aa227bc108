from sqlalchemy import Column, Identity, Integer, Sequence
from sqlalchemy.orm import declarative_base

Base = declarative_base()


Sequence("tickets", metadata=Base.metadata)


class Ticket(Base):
    __tablename__ = "tickets"
    id = Column(Integer, Sequence("tickets_id"), primary_key=True)


class Other(Base):
    __tablename__ = "others"
    id = Column(Integer, Identity(start=42, cycle=True), primary_key=True)
