"""XML from strangers and to others."""
