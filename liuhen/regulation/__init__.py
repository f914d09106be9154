"""The law as pure functions over a case file."""
