"""Talks mail, and knows nothing of Balint groups."""
