"""Whole sentences without a counterpart, and traces of them elsewhere."""
