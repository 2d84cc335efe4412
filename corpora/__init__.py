"""Texts in and out: documents, blocks, sentences, bitexts and their file formats."""
