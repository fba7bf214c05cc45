"""Cases: what someone has put before the municipality, how it is handled, talked about and decided."""
