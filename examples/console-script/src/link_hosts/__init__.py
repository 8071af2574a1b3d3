"""Counts the hosts that a text links to."""
