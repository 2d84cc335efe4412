"""Files of strings of programs: keys, which are places, and texts."""
