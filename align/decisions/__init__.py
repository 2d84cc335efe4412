"""What an editor decided earlier: links that the aligner obeys, and verdicts on findings."""
