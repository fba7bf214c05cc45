"""How things are done and decided: decision tables, tried by rules alone. Knows subjects, never cases."""
