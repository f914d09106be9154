"""The page on which a late record gets its reason."""
