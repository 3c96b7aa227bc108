from sqlalchemy import Column, Index, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Word(Base):
    __tablename__ = "words"
    id = Column(Integer, primary_key=True)
    a = Column(String, index=True)
    b = Column(String, unique=True, index=True)
    c = Column(String)
    d = Column(Integer)
    __table_args__ = (Index("of_two", "a", "c"), Index("unique_of_two", "c", "d", unique=True))


Index("turned", Word.d.desc(), Word.a.asc())
Index("order", Word.c.desc())
