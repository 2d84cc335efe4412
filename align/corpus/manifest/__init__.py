"""What is to be aligned with what: tables, folders, work trees."""
