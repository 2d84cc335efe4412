"""Remarks in a copy of the document that they are about, at the words that they name."""
