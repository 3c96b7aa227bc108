from sqlalchemy import CheckConstraint, Column, Integer, String, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    age = Column(Integer, CheckConstraint("age >= 0"))
    size = Column(Integer, CheckConstraint("size > 0", name="has size"))
    name = Column(String)
    __table_args__ = (
        CheckConstraint("age < 150", name="not_too_old"),
        CheckConstraint("length(name) > 1 OR age IS NULL"),
        CheckConstraint(text("name <> ';--'")),
        CheckConstraint("name NOT LIKE '%x%' AND name <> ':y'".replace(":", "\\:")),
    )
