"""The municipality's talk with people about what it does; it begins with how something was."""
