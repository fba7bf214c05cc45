"""Reference: facts that all municipalities share.

Addresses, the task taxonomies KLE and Los, and the national codes of the municipalities.
"""
