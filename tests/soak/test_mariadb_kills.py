"""A tenth of the soak: server_kills.py, on one server."""

import sys

from soak import main

sys.exit(main(["mariadb_kills", "--fraction", "0.1"]))
