from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable

Base = declarative_base()


class Noted(Base):
    __tablename__ = "noted"
    __table_args__ = {"info": {"note": "kept for a year"}}
    id = Column(Integer, primary_key=True)


@compiles(CreateTable, "sqlite")
def with_note(element, compiler, **options):
    text = compiler.visit_create_table(element, **options).rstrip()
    note = element.element.info.get("note")
    return text + " -- " + note if note else text
