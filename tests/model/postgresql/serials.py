from sqlalchemy import BigInteger, Column, Identity, Integer, Sequence, SmallInteger
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Serial(Base):
    __tablename__ = "serials"
    id = Column(Integer, primary_key=True)


class Small(Base):
    __tablename__ = "smalls"
    id = Column(SmallInteger, primary_key=True)


class Own(Base):
    __tablename__ = "owns"
    id = Column(BigInteger, primary_key=True, autoincrement=False)


class Identified(Base):
    __tablename__ = "identified"
    id = Column(BigInteger, Identity(always=True, start=42, increment=3, minvalue=-5, maxvalue=5000, cycle=True, cache=7),
                primary_key=True)
    other = Column(Integer, Identity())


tickets = Sequence("tickets", start=1000, increment=10, minvalue=10, maxvalue=90000, cycle=True, cache=5,
                   metadata=Base.metadata)


class Ticket(Base):
    __tablename__ = "ticket"
    id = Column(Integer, tickets, server_default=tickets.next_value(), primary_key=True)
