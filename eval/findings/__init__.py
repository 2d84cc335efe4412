"""The benchmark of findings."""
