# schemas:
from sqlalchemy import DDL, Column, Integer, MetaData, Table, event
from sqlalchemy.schema import CreateSchema

metadata = MetaData()
Table("a", metadata, Column("id", Integer, primary_key=True), schema="by_ddl")
Table("b", metadata, Column("id", Integer, primary_key=True), schema="By Element")
event.listen(metadata, "before_create", DDL("CREATE SCHEMA by_ddl"))
event.listen(metadata, "before_create", CreateSchema("By Element"))
