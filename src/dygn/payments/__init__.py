"""What is owed to the municipality and what has been paid, through a provider. Knows subjects, never cases."""
