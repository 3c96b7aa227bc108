from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Invoice(Base):
    __tablename__ = "invoices"
    __table_args__ = {"sqlite_autoincrement": True}
    id = Column(Integer, primary_key=True)
    number = Column(String)


class Code(Base):
    __tablename__ = "codes"
    id = Column(Integer, primary_key=True, autoincrement=False)
