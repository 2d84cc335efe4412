"""Persons and places, and what they are called in the other language."""
