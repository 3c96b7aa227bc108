from sqlalchemy import Column, Integer, String, Table
from sqlalchemy.orm import registry

mapper_registry = registry()
users = Table("users", mapper_registry.metadata, Column("id", Integer, primary_key=True), Column("name", String(50)))


class User:
    pass


mapper_registry.map_imperatively(User, users)
