"""Sentences to vectors: the encoder protocol, the embedded default, and other models."""
