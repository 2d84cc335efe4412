"""The optional backend: any model of sentence-transformers."""
