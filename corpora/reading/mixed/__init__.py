"""One file with a text and its translation: in turn, or the original in comments."""
