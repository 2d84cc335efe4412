"""The embedded default: the multilingual Universal Sentence Encoder."""
