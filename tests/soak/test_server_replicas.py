"""A tenth of the soak: server_replicas.py."""

import sys

from soak import main

sys.exit(main(["server_replicas", "--fraction", "0.1"]))
