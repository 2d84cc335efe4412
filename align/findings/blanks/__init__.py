"""Words gone from the target: empty quotes, stranded punctuation, sentences cut short."""
