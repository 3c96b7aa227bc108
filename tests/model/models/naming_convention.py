from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, MetaData, String, UniqueConstraint
from sqlalchemy.orm import declarative_base


def initials(constraint, table):
    return "".join(word[0] for word in table.name.split("_"))


Base = declarative_base(metadata=MetaData(naming_convention={
    "initials": initials,
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(initials)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}))


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)


class UserProfile(Base):
    __tablename__ = "user_profiles"
    id = Column(Integer, primary_key=True)
    email = Column(String, unique=True)
    account_id = Column(Integer, ForeignKey("accounts.id"), index=True)
    active = Column(Boolean(create_constraint=True, name="active"))
    first = Column(String)
    last = Column(String)
    __table_args__ = (UniqueConstraint("first", "last"), CheckConstraint("length(email) > 3", name="email_length"))
