"""The layers of findings: each looks for one kind of thing, and knows nothing of the others."""
