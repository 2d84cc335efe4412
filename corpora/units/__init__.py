"""Streams of translation units, whatever the format."""
