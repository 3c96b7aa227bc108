from sqlalchemy import Column, Computed, Integer, String, func
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Square(Base):
    __tablename__ = "squares"
    id = Column(Integer, primary_key=True)
    side = Column(Integer)
    area = Column(Integer, Computed("side * side"))
    kept = Column(Integer, Computed("side * 4", persisted=True), nullable=False)
    virtual = Column(String, Computed("'%' || side", persisted=False), index=True)
    called = Column(Integer, Computed(func.abs(side)))
