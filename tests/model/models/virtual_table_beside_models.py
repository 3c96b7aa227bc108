from sqlalchemy import DDL, Column, Integer, Text, event
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Document(Base):
    __tablename__ = "documents"
    id = Column(Integer, primary_key=True)
    body = Column(Text)


event.listen(Document.__table__, "after_create", DDL(
    "CREATE VIRTUAL TABLE documents_text USING fts5(body, content='documents', content_rowid='id')"))
