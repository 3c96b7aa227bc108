from sqlalchemy import DDL, Column, Integer, String, event
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Rename(Base):
    __tablename__ = "renames"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer)


event.listen(Base.metadata, "after_create", DDL("""
    CREATE TRIGGER renamed AFTER UPDATE OF name ON users WHEN new.name <> 'a;b'
    BEGIN
        INSERT INTO renames (user_id) VALUES (new.id); -- the one;
        DELETE FROM renames WHERE id < 0;
    END
"""))
event.listen(User.__table__, "after_create", DDL("CREATE INDEX of_event ON %(table)s (name)"))
event.listen(Base.metadata, "after_create", DDL("CREATE VIEW named AS SELECT name FROM users"))
event.listen(Base.metadata, "after_create", DDL(
    "CREATE TRIGGER insert_named INSTEAD OF INSERT ON named BEGIN INSERT INTO users (name) VALUES (new.name); END"))
