-- HDR: the original beside the tone-mapped JPEG, with the gain map that leads from one to the other.
ALTER TABLE images ADD COLUMN hdr_path TEXT;
ALTER TABLE images ADD COLUMN hdr_gain_map TEXT;
ALTER TABLE images ADD COLUMN hdr_headroom REAL CHECK (hdr_headroom IS NULL OR hdr_headroom >= 1.0);

CREATE INDEX idx_images_hdr ON images (hdr_headroom) WHERE hdr_path IS NOT NULL;
