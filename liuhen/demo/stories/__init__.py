"""The worked cases and a few others, each told as a generator that names when it goes on."""
