from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    __table_args__ = {"schema": "main"}
    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, ForeignKey("main.users.id"), index=True)
