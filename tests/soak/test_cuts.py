"""A tenth of the soak: cuts.py."""

import sys

from soak import main

sys.exit(main(["cuts", "--fraction", "0.1"]))
