"""Who someone is and how we know: persons, staff, log-in with e-ID, and the Actor that acts."""
