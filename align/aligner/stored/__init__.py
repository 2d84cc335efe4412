"""Weights that a user has fitted for a model: where they are kept, and whose they are."""
