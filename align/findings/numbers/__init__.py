"""Numbers, dates and quantities as values: what a text says, whatever the words."""
