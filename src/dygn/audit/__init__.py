"""Who did what, and who read what, on whose behalf: rows that are only ever added."""
