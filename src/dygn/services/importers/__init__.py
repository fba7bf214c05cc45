"""Importers of other systems' forms, one per format."""
