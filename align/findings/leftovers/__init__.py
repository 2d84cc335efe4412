"""What work leaves behind: remarks of machines, notes of editors."""
