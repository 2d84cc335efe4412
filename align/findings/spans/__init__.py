"""Where a passage that an editor is shown may begin and end."""
