"""A tenth of the soak: server_failpoints.py."""

import sys

from soak import main

sys.exit(main(["server_failpoints", "--fraction", "0.1"]))
