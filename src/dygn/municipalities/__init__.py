"""The municipalities that share the installation: their sites, units, faces, words and connections."""
