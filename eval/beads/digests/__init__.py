"""Made digests: clean translations that are shortened, condensed, moved about and reworded."""
