"""Fits a line through numbers."""
