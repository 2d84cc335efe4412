"""Words lost or added inside a linked sentence."""
