"""Forms of the City of Helsingborg's open app for financial support (JSON, provider VIVA)."""
