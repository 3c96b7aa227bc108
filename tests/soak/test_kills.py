"""A tenth of the soak: kills.py."""

import sys

from soak import main

sys.exit(main(["kills", "--fraction", "0.1"]))
