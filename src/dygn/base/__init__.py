"""The ground that every trade stands on: errors, events, jobs, tenancy, secrecy, words.

It has no tables and names none of the trades above it.
"""
