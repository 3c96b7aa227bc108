# needs: sqlalchemy 2.0
import datetime
import decimal
import enum
import typing
import uuid

from sqlalchemy import ForeignKey, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

Key = typing.Annotated[int, mapped_column(primary_key=True)]


class State(enum.Enum):
    on = 1
    off = 2


class Base(DeclarativeBase):
    type_annotation_map = {decimal.Decimal: String(40)}


class User(Base):
    __tablename__ = "users"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(30))
    nick: Mapped[typing.Optional[str]]
    born: Mapped[datetime.datetime] = mapped_column(server_default=func.now())
    token: Mapped[uuid.UUID] = mapped_column(unique=True)
    state: Mapped[State]
    money: Mapped[decimal.Decimal]
    boss_id: Mapped[typing.Optional[int]] = mapped_column(ForeignKey("users.id"))
    boss: Mapped[typing.Optional["User"]] = relationship(remote_side=[id])
