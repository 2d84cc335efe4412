"""The benchmark of encoders."""
