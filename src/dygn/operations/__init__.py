"""Running the installation and administering a municipality: health, jobs, what failed, settings."""
