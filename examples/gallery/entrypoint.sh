#!/bin/sh
# Brings the database to the newest revision, then becomes the server. Replicas may start together: one of them does the
# work, the others wait for it. If the database can't be brought up to date, the container does not start.
set -e
aludel upgrade head
exec uvicorn app.main:app --host 0.0.0.0 --port "${PORT:-8000}"
