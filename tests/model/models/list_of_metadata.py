# attribute: models
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base()
metadata = MetaData()
Table("second", metadata, Column("id", Integer, primary_key=True))


class First(Base):
    __tablename__ = "first"
    id = Column(Integer, primary_key=True)


models = [Base, metadata]
