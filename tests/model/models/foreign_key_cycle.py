from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Egg(Base):
    __tablename__ = "eggs"
    id = Column(Integer, primary_key=True)
    hen_id = Column(Integer, ForeignKey("hens.id", name="laid_by"))


class Hen(Base):
    __tablename__ = "hens"
    id = Column(Integer, primary_key=True)
    egg_id = Column(Integer, ForeignKey("eggs.id", name="hatched_from"))
