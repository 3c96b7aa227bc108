# attribute: db.Model
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base


class Extension:
    """As Flask-SQLAlchemy's db: the base is an attribute of it, and so is the MetaData."""

    def __init__(self):
        self.Model = declarative_base()
        self.metadata = self.Model.metadata


db = Extension()


class User(db.Model):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
