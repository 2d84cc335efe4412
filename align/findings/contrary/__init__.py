"""Statements that the translation turns into their opposite."""
