"""A tenth of the soak: rebuilds.py."""

import sys

from soak import main

sys.exit(main(["rebuilds", "--fraction", "0.1"]))
