"""A real OpenID provider whose people are all invented: for the demo and the tests, never for production."""
