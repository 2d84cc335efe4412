"""Readers of file formats, one small module each, chosen by the registry of the room above."""
