"""The words of Chinese with their classes, and how a text parts into words."""
