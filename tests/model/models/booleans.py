from sqlalchemy import Boolean, Column, Integer, false, true
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Switch(Base):
    __tablename__ = "switches"
    id = Column(Integer, primary_key=True)
    plain = Column(Boolean, nullable=False, server_default=true())
    checked = Column(Boolean(create_constraint=True), server_default=false())
    named = Column(Boolean(create_constraint=True, name="is_boolean"), nullable=False)
