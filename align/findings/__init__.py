"""The layers of findings: each looks for one kind of sign, and knows nothing of the others."""
