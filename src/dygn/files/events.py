from dataclasses import dataclass


@dataclass(frozen=True)
class FileFoundInfected:
    """A file that had been taken in unscanned turned out to carry a virus. Its content is gone."""

    key: str
    subject: str
