# attribute: everything
import enum

from sqlalchemy import ARRAY, Column, Enum, Integer, MetaData, Table, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import declarative_base

Base = declarative_base()
others = MetaData()
shared = Enum("a", "it's", "100%", name="shared words")


class Color(enum.Enum):
    red = "the red one"
    green = "the 'green' one"


class Paint(Base):
    __tablename__ = "paints"
    id = Column(Integer, primary_key=True)
    color = Column(Enum(Color), nullable=False, server_default="red")
    values = Column(Enum(Color, name="color_value", values_callable=lambda kind: [c.value for c in kind]))
    shared = Column(shared)
    many = Column(ARRAY(Enum("x", "y", name="letter")), server_default=text("'{x}'"))
    plain = Column(Enum("p", "q", native_enum=False, create_constraint=True, name="plain_words"))


class Wall(Base):
    __tablename__ = "walls"
    id = Column(Integer, primary_key=True)
    color = Column(Enum(Color))
    shared = Column(shared)


alone = pg.ENUM("only", "in the metadata", name="alone", metadata=Base.metadata)
Table("others", others, Column("id", Integer), Column("shared", shared))
everything = [Base, others]
