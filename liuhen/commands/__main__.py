"""Lets `python -m liuhen.commands` stand for `liuhen`, where the script is not on the path."""

import sys

from liuhen.commands import main

sys.exit(main())
