"""The register (diarium, journal): what has come in under which number. Knows subjects, never cases."""
