import sqlalchemy as sa

metadata = sa.MetaData()
sa.Table("events", metadata, sa.Column("at", sa.DateTime), sa.Column("what", sa.String), sa.Column("id", sa.Integer, key="number"))
sa.Table("nothing_but_a_check", metadata, sa.Column("a", sa.Integer), sa.CheckConstraint("a > 1"))
