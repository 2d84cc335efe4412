"""One view of an alignment, and every form that it takes."""
