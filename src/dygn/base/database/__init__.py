"""Django's PostgreSQL engine, made to tell the database which municipality each transaction is for."""
