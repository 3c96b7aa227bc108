"""A tenth of the soak: replicas.py."""

import sys

from soak import main

sys.exit(main(["replicas", "--fraction", "0.1"]))
