import enum

from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Color(enum.Enum):
    red = "the red one"
    green = "the 'green' one"


class Paint(Base):
    __tablename__ = "paints"
    id = Column(Integer, primary_key=True)
    color = Column(Enum(Color))
    checked = Column(Enum(Color, create_constraint=True, name="checked_color"), nullable=False)
    values = Column(Enum(Color, create_constraint=True, values_callable=lambda kind: [c.value for c in kind]))
    words = Column(Enum("a", "it's", "100%", create_constraint=True, name="words"), server_default="a")
    wide = Column(Enum("x", length=20, native_enum=False))
