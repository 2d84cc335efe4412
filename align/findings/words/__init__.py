"""What two texts say of each other word by word: for lost clauses and for whole sentences."""
