"""The page: one file with its style and its script."""
