from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parents"
    a = Column(Integer, primary_key=True)
    b = Column(Integer, primary_key=True)


class Single(Base):
    __tablename__ = "singles"
    id = Column(Integer, primary_key=True)


class Child(Base):
    __tablename__ = "children"
    id = Column(Integer, primary_key=True)
    parent_a = Column(Integer)
    parent_b = Column(Integer)
    single_id = Column(ForeignKey("singles.id", ondelete="CASCADE", onupdate="SET NULL", name="of a single"))
    other_id = Column(Integer, ForeignKey("singles.id", deferrable=True, initially="DEFERRED"))
    third_id = Column(Integer, ForeignKey("singles.id", match="FULL", ondelete="SET DEFAULT"))
    __table_args__ = (
        ForeignKeyConstraint(["parent_a", "parent_b"], ["parents.a", "parents.b"], onupdate="RESTRICT"),
    )
