from sqlalchemy import Column, Index, Integer, String, and_, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Job(Base):
    __tablename__ = "jobs"
    id = Column(Integer, primary_key=True)
    state = Column(String)
    owner = Column(String)
    __table_args__ = (Index("open_jobs", "owner", sqlite_where=text("state <> 'done'")),)


Index("one_at_a_time", Job.owner, unique=True, sqlite_where=and_(Job.state == "it's running", Job.owner.isnot(None)))
