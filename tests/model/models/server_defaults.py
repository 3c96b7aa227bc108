from sqlalchemy import Boolean, Column, DateTime, Float, Integer, LargeBinary, String, func, literal, literal_column, null, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Defaults(Base):
    __tablename__ = "defaults"
    id = Column(Integer, primary_key=True)
    word = Column(String, server_default="it's 100% \\ \"quoted\"")
    empty = Column(String, server_default="")
    number = Column(Integer, server_default="42")
    negative = Column(Integer, server_default=text("-1"))
    ratio = Column(Float, server_default=text("1.5e3"))
    now = Column(DateTime, server_default=func.now())
    stamp = Column(DateTime, server_default=text("CURRENT_TIMESTAMP"))
    called = Column(String, server_default=text("(lower(hex(randomblob(8))))"))
    computed = Column(String, server_default=func.lower("ABC"))
    added = Column(Integer, server_default=text("(1 + 2)"))
    no_value = Column(String, server_default=null())
    word_null = Column(String, server_default=text("NULL"))
    column = Column(String, server_default=literal_column("'x'"))
    literal = Column(Integer, server_default=literal(5))
    blob = Column(LargeBinary, server_default=text("x'00ff'"))
    flag = Column(Boolean, server_default=text("TRUE"))
    python_side = Column(Integer, default=7)
