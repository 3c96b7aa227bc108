"""A tenth of the soak: galera.py."""

import sys

from soak import main

sys.exit(main(["galera", "--fraction", "0.1"]))
