"""Both texts in two columns of a terminal."""
