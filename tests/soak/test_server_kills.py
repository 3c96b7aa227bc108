"""A tenth of the soak: server_kills.py."""

import sys

from soak import main

sys.exit(main(["server_kills", "--fraction", "0.1"]))
