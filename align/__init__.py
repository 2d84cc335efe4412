"""Beads, findings and reports: the alignment of a document with its translation or digest.

Letters for shapes: N source sentences, M target sentences, K the longest span in sentences,
D dimensions of a vector.
"""
