from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, Interval, JSON, LargeBinary, Numeric, PickleType, SmallInteger, String, Text, Time, Unicode, UnicodeText
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Everything(Base):
    __tablename__ = "everything"
    id = Column(Integer, primary_key=True)
    big = Column(BigInteger)
    flag = Column(Boolean)
    day = Column(Date)
    moment = Column(DateTime(timezone=True))
    ratio = Column(Float(53))
    span = Column(Interval)
    document = Column(JSON)
    raw = Column(LargeBinary(16))
    price = Column(Numeric(10, 2), nullable=False)
    pickled = Column(PickleType)
    small = Column(SmallInteger)
    name = Column(String(30))
    unbounded = Column(String)
    body = Column(Text)
    at = Column(Time)
    title = Column(Unicode(20))
    long_title = Column(UnicodeText)
