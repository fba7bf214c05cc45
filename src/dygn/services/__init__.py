"""E-services: their packages and versions, and filling them in from the first answer to the receipt."""
