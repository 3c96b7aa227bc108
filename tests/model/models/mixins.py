from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, func
from sqlalchemy.orm import declarative_base, declared_attr

Base = declarative_base()


class Stamped:
    created = Column(DateTime, server_default=func.now(), nullable=False)

    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "s"

    @declared_attr
    def owner_id(cls):
        return Column(Integer, ForeignKey("owners.id"), index=True)


class Abstract(Base):
    __abstract__ = True
    id = Column(Integer, primary_key=True)


class Owner(Abstract):
    __tablename__ = "owners"


class Cat(Stamped, Abstract):
    name = Column(String)


class Dog(Stamped, Abstract):
    pass
