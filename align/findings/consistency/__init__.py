"""What one text translates in two ways: names, and sentences."""
