from dygn.operations.models.job_trouble import JobTrouble

__all__ = ["JobTrouble"]
