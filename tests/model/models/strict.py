# needs: sqlalchemy 2.0.37
from sqlalchemy import Column, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Setting(Base):
    __tablename__ = "settings"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}
    key = Column(Text, primary_key=True)
    value = Column(Integer)


class Strict(Base):
    __tablename__ = "stricts"
    __table_args__ = {"sqlite_strict": True}
    id = Column(Integer, primary_key=True)
