from sqlalchemy import ARRAY, CHAR, CLOB, Column, DECIMAL, Integer, NCHAR, NVARCHAR, REAL, TIMESTAMP, VARBINARY, VARCHAR
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Exact(Base):
    __tablename__ = "exact"
    id = Column(Integer, primary_key=True)
    a = Column(CHAR(3))
    b = Column(CLOB)
    c = Column(DECIMAL(8, 4))
    d = Column(NCHAR(2))
    e = Column(NVARCHAR(9))
    f = Column(REAL)
    g = Column(TIMESTAMP)
    h = Column(VARBINARY(5))
    i = Column(VARCHAR(7))
