"""The commands ``duizhao bench``: measure what is installed, on gold sets beside the project."""
