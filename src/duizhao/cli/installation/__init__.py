"""What is installed: the command that looks at it, the completion that a shell has of it."""
