"""Editing a package as its author does: question by question, without programming."""
