"""Settings: ``shared`` holds what is alike; ``production``, ``demo`` and ``test`` say what differs."""
