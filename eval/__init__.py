"""Scores against gold: precision, recall and F1 over beads, null beads apart."""
