"""Gold sets, and pairs of documents."""
