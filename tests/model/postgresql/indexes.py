from sqlalchemy import Column, Index, Integer, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Page(Base):
    __tablename__ = "pages"
    id = Column(Integer, primary_key=True)
    title = Column(String, index=True)
    slug = Column(String, unique=True)
    data = Column(JSONB)
    rank = Column(Integer)


Index("by_lower", func.lower(Page.title), unique=True)
Index("by_data", Page.data, postgresql_using="gin", postgresql_ops={"data": "jsonb_path_ops"}, postgresql_with={"fastupdate": "off"})
Index("covering", Page.rank, postgresql_include=["title"], postgresql_where=Page.rank > 10)
Index("sorted", Page.rank.desc().nullslast(), Page.title.asc().nullsfirst())
Index("patterns", Page.title, postgresql_ops={"title": "varchar_pattern_ops"}, postgresql_where=text("title LIKE 'a%'"))
Index("by_hash", Page.slug, postgresql_using="hash")
