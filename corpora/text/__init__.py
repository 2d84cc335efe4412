"""Facts of languages and scripts, in one place."""
