# needs: sqlalchemy 2.1
from sqlalchemy import Column, CreateView, Integer, MetaData, String, Table, select

metadata = MetaData()
users = Table("users", metadata, Column("id", Integer, primary_key=True), Column("name", String))
CreateView(select(users.c.name).where(users.c.id > 5), "later_users", metadata=metadata)
