from sqlalchemy import Column, ForeignKey, Index, Integer, String
from sqlalchemy.orm import declarative_base
from sqlalchemy.sql import quoted_name

Base = declarative_base()


class Order(Base):
    __tablename__ = "order"
    id = Column("select", Integer, primary_key=True)
    camel = Column("camelCase", String, index=True)
    spaced = Column("two words", String)
    forced = Column(quoted_name("plain", True), String)
    bare = Column(quoted_name("Bare", False), String)


class Line(Base):
    __tablename__ = "Order Line"
    id = Column(Integer, primary_key=True)
    order_id = Column("group", Integer, ForeignKey("order.select", name="from"))


Index("Index", Order.spaced)
