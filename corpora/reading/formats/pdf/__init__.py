"""The reader of PDF, with its layout."""
