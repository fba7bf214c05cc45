"""``python -m dygn.config.cli``: the same as ``dygn``, for processes that start each other."""

from dygn.config.cli import main

main()
