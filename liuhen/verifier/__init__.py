"""What a stranger runs to check a package; no Django."""
