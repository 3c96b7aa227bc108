"""A tenth of the soak: failpoints.py."""

import sys

from soak import main

sys.exit(main(["failpoints", "--fraction", "0.1"]))
