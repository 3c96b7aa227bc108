# attribute: make_metadata
from sqlalchemy import Column, Integer, MetaData, Table


def make_metadata():
    metadata = MetaData()
    Table("made", metadata, Column("id", Integer, primary_key=True))
    return metadata
