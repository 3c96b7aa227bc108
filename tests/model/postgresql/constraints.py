from sqlalchemy import (CheckConstraint, Column, Computed, ForeignKey, ForeignKeyConstraint, Integer, String, UniqueConstraint,
                        func, literal_column)
from sqlalchemy.dialects.postgresql import TSRANGE, ExcludeConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Room(Base):
    __tablename__ = "rooms"
    __table_args__ = (
        UniqueConstraint("house", "number", name="one_of_a_house"),
        UniqueConstraint("label", name="labels", deferrable=True, initially="DEFERRED"),
        CheckConstraint("number > 0 AND label !~ '^\\s*$' AND label LIKE '100%'", name="sound"),
        {"comment": "rooms \\ 100% 'quoted'"},
    )
    id = Column(Integer, primary_key=True, comment="it's \\ a % number")
    house = Column(Integer)
    number = Column(Integer)
    label = Column(String)
    twice = Column(Integer, Computed("number * 2", persisted=True))


class Booking(Base):
    __tablename__ = "bookings"
    __table_args__ = (
        ExcludeConstraint((literal_column("int4range(room, room, '[]')"), "&&"), ("during", "&&"), name="no_two_at_once",
                          using="gist", where=literal_column("during IS NOT NULL"), deferrable=True),
        ForeignKeyConstraint(["house", "number"], ["rooms.house", "rooms.number"], match="FULL", onupdate="CASCADE"),
    )
    id = Column(Integer, primary_key=True)
    room = Column(ForeignKey(Room.id, ondelete="SET NULL", deferrable=True, initially="DEFERRED"))
    house = Column(Integer)
    number = Column(Integer)
    during = Column(TSRANGE, nullable=False)
    made = Column(String, server_default=func.current_user())
