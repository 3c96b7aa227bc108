from sqlalchemy import Column, Integer, String, event, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)


@event.listens_for(Base.metadata, "before_create")
def first(target, connection, **options):
    connection.execute(text("CREATE TABLE made_before (id INTEGER)"))


@event.listens_for(User.__table__, "after_create")
def after_users(target, connection, **options):
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("CREATE INDEX made_after ON users (name)")


@event.listens_for(Base.metadata, "after_create")
def last(target, connection, tables, **options):
    connection.execute(text("CREATE VIEW times AS SELECT '12\\:30' AS noon"))
