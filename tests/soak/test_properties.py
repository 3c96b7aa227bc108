"""A twentieth of the soak: properties.py."""

import sys

from soak import main

sys.exit(main(["properties", "--fraction", "0.05"]))
