from sqlalchemy import Column, Index, Integer, String, Text, collate
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Label(Base):
    __tablename__ = "labels"
    id = Column(Integer, primary_key=True)
    name = Column(String(50, collation="NOCASE"), nullable=False, unique=True)
    body = Column(Text(collation="RTRIM"))
    plain = Column(String)


Index("plain_nocase", collate(Label.plain, "NOCASE"))
Index("plain_nocase_down", Label.plain.collate("NOCASE").desc())
