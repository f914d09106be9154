"""Pages of setup."""
