"""Bureaus, officers, posts, permissions, dated and cited settings."""
