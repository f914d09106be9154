"""The subjects of `make bench`: one module each, with a function `figures`.

Every comparison takes turns with its reference in the same run, so whatever else the machine does
hits both, and gives medians and ratios. No figure is a promise, and none is a test.
"""
