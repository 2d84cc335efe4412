"""Text left in the language of the original."""
