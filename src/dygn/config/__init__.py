"""The only room that knows all the others: settings, addresses, the command line."""
