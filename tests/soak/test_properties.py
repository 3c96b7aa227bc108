"""A twentieth of the soak: properties.py, with the same schemas each time (docs/decisions/0011)."""

import sys

from soak import main

sys.exit(main(["properties", "--fraction", "0.05", "--seed", "1"]))
