-- How often an image was looked at: counted by a trigger, so that no handler can forget to.
CREATE TABLE image_views (
    image_id  INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    viewed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE images ADD COLUMN view_count INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER count_image_view AFTER INSERT ON image_views
BEGIN
    UPDATE images SET view_count = view_count + 1 WHERE id = new.image_id;
END;

-- Images that are on show in an album were seen at least once.
INSERT INTO image_views (image_id) SELECT DISTINCT image_id FROM album_images;

CREATE VIEW popular_images AS
SELECT id, title, view_count FROM images WHERE view_count > 0 ORDER BY view_count DESC, id;
