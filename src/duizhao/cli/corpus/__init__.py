"""The commands ``duizhao corpus``."""
