"""Finding documents over the whole bureau: an index derived from the feed, thrown away at will."""
