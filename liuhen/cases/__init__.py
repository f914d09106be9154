"""The heart: cases, parties, activities."""
