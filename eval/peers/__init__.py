"""Other aligners on the same sentences and the same vectors: what ours is measured against."""
