"""The gallery's HTTP interface."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from app.database import create_tables, model_session, session
from app.models import AlbumImages, Albums

Session = Annotated[sqlite3.Connection, Depends(session)]
ModelSession = Annotated[OrmSession, Depends(model_session)]


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    create_tables()
    yield


app = FastAPI(title="Gallery", lifespan=lifespan)


class NewImage(BaseModel):
    path: str
    title: str = ""
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    hdr_path: str | None = None
    tags: list[str] = []


@app.get("/images")
def list_images(db: Session, tag: str | None = None) -> list[dict]:
    rows = db.execute(
        """
        SELECT id, path, title, hdr_path IS NOT NULL AS hdr FROM images
        WHERE ?1 IS NULL OR id IN (SELECT image_id FROM image_tags JOIN tags ON tags.id = tag_id WHERE name = ?1)
        ORDER BY taken_at DESC, id
        """,
        (tag,),
    )
    return [dict(row) for row in rows]


@app.get("/images/{image_id}")
def view_image(db: Session, image_id: int) -> dict:
    row = db.execute("SELECT * FROM images WHERE id = ?", (image_id,)).fetchone()
    if row is None:
        raise HTTPException(404, "no such image")
    db.execute("INSERT INTO image_views (image_id) VALUES (?)", (image_id,))
    return dict(row)


@app.post("/images", status_code=201)
def add_image(db: Session, image: NewImage) -> dict:
    added = db.execute(
        "INSERT INTO images (path, title, width, height, hdr_path) VALUES (?, ?, ?, ?, ?)",
        (image.path, image.title, image.width, image.height, image.hdr_path),
    )
    for tag in image.tags:
        db.execute("INSERT INTO tags (name) VALUES (?) ON CONFLICT DO NOTHING", (tag,))
        db.execute("INSERT INTO image_tags SELECT ?, id FROM tags WHERE name = ?", (added.lastrowid, tag))
    return {"id": added.lastrowid}


@app.get("/albums")
def list_albums(db: ModelSession) -> list[dict]:
    albums = (
        select(Albums.id, Albums.name, func.count(AlbumImages.image_id).label("images"))
        .outerjoin(AlbumImages, AlbumImages.album_id == Albums.id)
        .group_by(Albums.id)
        .order_by(Albums.sort_order, Albums.name)
    )
    return [dict(row) for row in db.execute(albums).mappings()]
