from sqlalchemy import CHAR, Column, String, TypeDecorator
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Guid(TypeDecorator):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(CHAR(32) if dialect.name == "sqlite" else String(36))


class Lower(TypeDecorator):
    impl = String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value.lower()


class Thing(Base):
    __tablename__ = "things"
    id = Column(Guid, primary_key=True)
    name = Column(Lower(20))
