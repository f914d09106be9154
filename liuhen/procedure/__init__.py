"""Puts the case file together; the steps, each behind its gate."""
