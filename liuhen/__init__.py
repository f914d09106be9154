"""留痕: full-process recording of administrative law enforcement for statistics bureaus."""

__version__ = "0.1.0"
