"""Loose sentences: whether what stands alone belongs to a neighbour, and what a bead swallowed."""
