from sqlalchemy import Column, Integer, String, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Login(Base):
    __tablename__ = "logins"
    id = Column(Integer, primary_key=True)
    name = Column(String, unique=True)
    realm = Column(String)
    __table_args__ = (UniqueConstraint("name", "realm"), UniqueConstraint("realm", "id", name="realm and id"))
