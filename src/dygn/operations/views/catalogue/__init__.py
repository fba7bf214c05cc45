"""The pages of the catalogue between municipalities."""
