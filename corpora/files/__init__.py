"""Bytes in and out: opening, limits, decoding, delimited rows, writing whole or not at all."""
