"""A service package: a folder of files that says what an e-service is."""
