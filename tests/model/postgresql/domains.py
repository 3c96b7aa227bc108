# needs: sqlalchemy 2.0
from sqlalchemy import Column, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import DOMAIN, INT4MULTIRANGE
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


positive = DOMAIN("positive", Integer, check="VALUE > 0", default=text("1"), not_null=True)


class Item(Base):
    __tablename__ = "items"
    id = Column(Uuid, primary_key=True, server_default=text("gen_random_uuid()"))
    count = Column(positive)
    spans = Column(INT4MULTIRANGE)
    note = Column(Text)
