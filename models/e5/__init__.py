"""The second embedded model: multilingual-e5-small in four bits."""
