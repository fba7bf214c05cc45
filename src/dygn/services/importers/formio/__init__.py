"""Form.io: the JSON of one form, with the components that NAV and Open Forms add."""
