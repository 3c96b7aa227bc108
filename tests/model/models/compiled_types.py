from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

Base = declarative_base()


class Point(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **options):
        return "POINT"


class Money(UserDefinedType):
    cache_ok = True


@compiles(Money)
def money(kind, compiler, **options):
    return "DECIMAL(12, 2)"


@compiles(Money, "sqlite")
def sqlite_money(kind, compiler, **options):
    return "INTEGER"


class Place(Base):
    __tablename__ = "places"
    id = Column(Integer, primary_key=True)
    at = Column(Point)
    price = Column(Money)
