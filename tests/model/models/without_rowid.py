from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Setting(Base):
    __tablename__ = "settings"
    __table_args__ = {"sqlite_with_rowid": False}
    key = Column(String, primary_key=True)
    value = Column(Integer)
