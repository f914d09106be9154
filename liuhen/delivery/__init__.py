"""送达: each try its own record."""
