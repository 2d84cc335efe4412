"""From lines to blocks."""
