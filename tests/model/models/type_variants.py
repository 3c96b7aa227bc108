from sqlalchemy import BigInteger, Column, Integer, JSON, String, Text
from sqlalchemy.orm import declarative_base
from sqlalchemy.dialects.postgresql import JSONB

Base = declarative_base()


class Varied(Base):
    __tablename__ = "varied"
    id = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    body = Column(String(9).with_variant(Text(), "sqlite").with_variant(String(7), "mysql"))
    data = Column(JSON().with_variant(JSONB(), "postgresql"))
