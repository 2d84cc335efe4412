"""Scores of beads, and the benchmark of the aligner."""
