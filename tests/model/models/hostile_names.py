from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, String, Table, UniqueConstraint

NAMES = ['x"; DROP TABLE y; --', "it's", "100%", "%(a)s", ":b", "a.b", "new\nline", "-- c", "/* d", "[e]", "`f`", "\U0001f600", "g" * 64]
metadata = MetaData()
for name in NAMES:
    if "." in name:
        continue
    Table(
        name, metadata,
        Column("id", Integer, primary_key=True),
        *[Column(column, String) for column in NAMES],
        UniqueConstraint(*NAMES[:3], name="unique of " + name),
        CheckConstraint("id > 0", name="check of " + name),
        Index("index of " + name, *NAMES[2:5]),
    )
