"""One index of what can be found: its owners write their entries in their own transaction."""
