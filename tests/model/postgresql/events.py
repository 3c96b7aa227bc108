from sqlalchemy import DDL, Column, Integer, String, event, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    age = Column(Integer)


event.listen(Base.metadata, "before_create", DDL("CREATE EXTENSION IF NOT EXISTS pg_trgm").execute_if(dialect="postgresql"))
event.listen(Base.metadata, "before_create", DDL("CREATE TABLE never (id int)").execute_if(dialect="sqlite"))
event.listen(User.__table__, "after_create", DDL("""
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN new.name := format('%%s; -- %%', new.name); RETURN new; END $$
"""))
event.listen(User.__table__, "after_create", DDL("CREATE TRIGGER touched BEFORE UPDATE ON %(fullname)s FOR EACH ROW EXECUTE FUNCTION touch()"))
event.listen(Base.metadata, "after_create", DDL("CREATE VIEW grown_ups AS SELECT * FROM users WHERE name LIKE '%%a' AND age >= 18 -- adults"))
event.listen(Base.metadata, "after_create", DDL("CREATE MATERIALIZED VIEW ages AS SELECT age FROM users"))


@event.listens_for(Base.metadata, "after_create")
def rows_and_policies(target, connection, **options):
    connection.execute(User.__table__.insert().values(name="somebody"))
    connection.execute(text("ALTER TABLE users ENABLE ROW LEVEL SECURITY"))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE POLICY own ON users USING (name = current_user)")
