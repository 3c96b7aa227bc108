# Models as `aludel inspect --format sqlalchemy` wrote them.

import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class AlbumImages(Base):
    __tablename__ = "album_images"
    __table_args__ = {"sqlite_with_rowid": False}

    album_id = sa.Column(sa.Integer, sa.ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    image_id = sa.Column(sa.Integer, sa.ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    position = sa.Column(sa.Integer, nullable=False, server_default=sa.text("0"))


class AlbumLinks(Base):
    __tablename__ = "album_links"
    __table_args__ = (
        sa.CheckConstraint("length(token) >= 16"),
    )

    token = sa.Column(sa.Text, primary_key=True, nullable=True)
    album_id = sa.Column(sa.Integer, sa.ForeignKey("albums.id", ondelete="CASCADE"), nullable=False)
    expires_at = sa.Column(sa.Text)


class Albums(Base):
    __tablename__ = "albums"
    __table_args__ = (
        sa.Index("idx_albums_sort_order", "sort_order", "name"),
    )

    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text(collation="NOCASE"), nullable=False, unique=True)
    cover_image_id = sa.Column(sa.Integer, sa.ForeignKey("images.id", ondelete="SET NULL"))
    sort_order = sa.Column(sa.Integer, nullable=False, server_default=sa.text("0"))


class ImageTags(Base):
    __tablename__ = "image_tags"
    __table_args__ = {"sqlite_with_rowid": False}

    image_id = sa.Column(sa.Integer, sa.ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    tag_id = sa.Column(sa.Integer, sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)


image_views = sa.Table(
    "image_views",
    Base.metadata,
    sa.Column("image_id", sa.Integer, sa.ForeignKey("images.id", ondelete="CASCADE"), nullable=False),
    sa.Column("viewed_at", sa.Text, nullable=False, server_default=sa.text("CURRENT_TIMESTAMP")),
)


class Images(Base):
    __tablename__ = "images"
    __table_args__ = (
        sa.CheckConstraint("hdr_headroom IS NULL OR hdr_headroom >= 1.0"),
        sa.CheckConstraint("height > 0"),
        sa.CheckConstraint("width > 0"),
        sa.Index("idx_images_hdr", "hdr_headroom", sqlite_where=sa.text("hdr_path IS NOT NULL")),
        sa.Index("idx_images_taken_at", sa.column("taken_at").desc()),
        {"sqlite_autoincrement": True},
    )

    id = sa.Column(sa.Integer, primary_key=True)
    path = sa.Column(sa.Text, nullable=False, unique=True)
    title = sa.Column(sa.Text, nullable=False, server_default="")
    width = sa.Column(sa.Integer, nullable=False)
    height = sa.Column(sa.Integer, nullable=False)
    taken_at = sa.Column(sa.Text)
    uploaded_at = sa.Column(sa.Text, nullable=False, server_default=sa.text("CURRENT_TIMESTAMP"))
    hdr_path = sa.Column(sa.Text)
    hdr_gain_map = sa.Column(sa.Text)
    hdr_headroom = sa.Column(sa.REAL)
    view_count = sa.Column(sa.Integer, nullable=False, server_default=sa.text("0"))


class Tags(Base):
    __tablename__ = "tags"

    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text(collation="NOCASE"), nullable=False, unique=True)


sa.event.listen(Base.metadata, "after_create", sa.DDL("""\
CREATE VIEW popular_images AS
SELECT id, title, view_count FROM images WHERE view_count > 0 ORDER BY view_count DESC, id
""").execute_if(dialect="sqlite"))

sa.event.listen(Base.metadata, "after_create", sa.DDL("""\
CREATE TRIGGER count_image_view AFTER INSERT ON image_views
BEGIN
    UPDATE images SET view_count = view_count + 1 WHERE id = new.image_id;
END
""").execute_if(dialect="sqlite"))
