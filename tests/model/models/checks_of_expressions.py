from sqlalchemy import CheckConstraint, Column, Integer, String, and_, func
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    age = Column(Integer)
    name = Column(String)


Person.__table__.append_constraint(CheckConstraint(Person.age.between(1, 150)))
Person.__table__.append_constraint(CheckConstraint(
    and_(func.length(Person.name) > 0, Person.name.notlike("%100\\%%", escape="\\")), name="names"))
