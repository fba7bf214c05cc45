"""The register of figures: what each trade counts, and the values that are kept of it."""
