from sqlalchemy import DDL, Column, Integer, String, event
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    age = Column(Integer)


event.listen(Base.metadata, "after_create", DDL("CREATE VIEW grown_ups AS SELECT * FROM users WHERE age >= 18"))
event.listen(Base.metadata, "after_create", DDL("CREATE VIEW hundredth AS SELECT * FROM grown_ups WHERE id %% 100 = 0;"))
event.listen(Base.metadata, "after_create", DDL("CREATE VIEW of_postgresql AS SELECT 1").execute_if(dialect="postgresql"))
