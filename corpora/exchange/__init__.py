"""An alignment to a file that others read, and an existing bitext to documents and beads."""
