"""The editor's own glossary: translations that are wanted, and those that are forbidden."""
