"""TMX itself: its rules, reading, writing, checking."""
