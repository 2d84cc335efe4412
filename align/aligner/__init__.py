"""From two documents and an encoder to beads; nothing here knows a finding, a report or a file."""
