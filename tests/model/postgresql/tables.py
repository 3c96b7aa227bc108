from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData()
Table("measures", metadata, Column("at", DateTime, nullable=False), Column("value", Integer), postgresql_partition_by="RANGE (at)")
parent = Table("parents", metadata, Column("name", String))
Table("children", metadata, Column("toys", Text), postgresql_inherits="parents").add_is_dependent_on(parent)
Table("fast", metadata, Column("id", Integer), prefixes=["UNLOGGED"], postgresql_with_oids=False)
