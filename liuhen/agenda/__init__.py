"""Findings, deadlines and to-do, derived from the feed and the clock."""
