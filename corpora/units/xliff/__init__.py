"""XLIFF, of any version and vendor: reading, segments, states, writing."""
