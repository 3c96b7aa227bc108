from sqlalchemy import Column, Index, Integer, String, func, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Name(Base):
    __tablename__ = "names"
    id = Column(Integer, primary_key=True)
    first = Column(String)
    last = Column(String)


Index("by_lower", func.lower(Name.first))
Index("by_both", func.lower(Name.first), Name.last.desc(), unique=True)
Index("by_text", text("first || ' ' || last COLLATE NOCASE"), _table=Name.__table__)
Index("by_coalesce", func.coalesce(Name.last, "none"), sqlite_where=func.length(Name.last) > 2)
