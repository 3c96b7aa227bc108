# schemas: audit Odd
from sqlalchemy import Column, Enum, ForeignKey, Integer, MetaData, Sequence, Table

metadata = MetaData(schema="audit")
Table("log", metadata, Column("id", Integer, primary_key=True), Column("kind", Enum("a", "b", name="kind")),
      comment="what happened")
Table("Entries", metadata, Column("id", Integer, primary_key=True), Column("log", ForeignKey("audit.log.id"), index=True),
      schema="Odd")
Sequence("numbers", metadata=metadata, start=100)
