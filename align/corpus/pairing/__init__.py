"""Which document translates which, when names do not tell."""
