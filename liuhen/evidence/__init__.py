"""Recordings, evidence and where they are kept."""
