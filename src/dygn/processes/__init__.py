"""How things are done and decided: processes and decision tables, tried by rules alone. Knows subjects, never cases."""
