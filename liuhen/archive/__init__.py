"""Volumes, package, verification of the closed file."""
