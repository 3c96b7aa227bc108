#!/bin/sh
# What entrypoint.sh was before: a hand-made runner. Nothing records what was applied, so it looks for one column of each
# migration and takes the rest for granted. The sqlite3 shell goes on after an error and each statement commits by
# itself: a container that is stopped half-way leaves a migration half-way, and the next start believes it is done.
set -e
DB="${GALLERY_DB:-gallery.db}"

has_column() {
    sqlite3 "$DB" "PRAGMA table_info($1)" | cut -d '|' -f 2 | grep -qx "$2"
}

python3 -c 'from app.database import create_tables; create_tables()'

if ! has_column images hdr_path; then
    echo "applying 001_add_hdr_columns.sql"
    sqlite3 "$DB" < migrations/001_add_hdr_columns.sql
fi
if ! has_column albums cover_image_id; then
    echo "applying 002_album_covers.sql"
    sqlite3 "$DB" < migrations/002_album_covers.sql
fi
if ! has_column images view_count; then
    echo "applying 003_count_views.sql"
    sqlite3 "$DB" < migrations/003_count_views.sql
fi

exec uvicorn app.main:app --host 0.0.0.0 --port "${PORT:-8000}"
