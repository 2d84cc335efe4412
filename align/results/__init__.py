"""What a run or an export leaves on disk, and what is told of it."""
