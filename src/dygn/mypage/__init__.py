"""A person's own page: what is expected of them, what is going on, and everything else."""
