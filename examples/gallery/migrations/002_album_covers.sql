-- An album shows a cover and keeps the place that its owner gives it; a shared one has a link.
ALTER TABLE albums ADD COLUMN cover_image_id INTEGER REFERENCES images (id) ON DELETE SET NULL;
ALTER TABLE albums ADD COLUMN sort_order INTEGER NOT NULL DEFAULT 0;

CREATE TABLE album_links (
    token      TEXT PRIMARY KEY CHECK (length(token) >= 16),
    album_id   INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
    expires_at TEXT
);
CREATE INDEX idx_albums_sort_order ON albums (sort_order, name);
