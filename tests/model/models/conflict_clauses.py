from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Replaced(Base):
    __tablename__ = "replaced"
    id = Column(Integer, primary_key=True, sqlite_on_conflict_primary_key="REPLACE")
    name = Column(String, unique=True, sqlite_on_conflict_unique="IGNORE")
    size = Column(Integer, nullable=False, sqlite_on_conflict_not_null="FAIL")
    kind = Column(String)
    __table_args__ = (
        UniqueConstraint("kind", "size", sqlite_on_conflict="ROLLBACK"),
        CheckConstraint("size > 0", sqlite_on_conflict="ABORT"),
    )


class Pair(Base):
    __tablename__ = "pairs"
    a = Column(Integer)
    b = Column(Integer)
    __table_args__ = (PrimaryKeyConstraint("a", "b", sqlite_on_conflict="IGNORE"),)
