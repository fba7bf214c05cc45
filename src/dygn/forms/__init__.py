"""The form engine: questions, conditions, checks and how they are drawn.

It knows no e-service and no database: answers come in as typed and go out as values.
"""
