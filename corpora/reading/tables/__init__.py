"""Tables that hold a text in one column and its translation in another."""
