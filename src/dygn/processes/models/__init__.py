from dygn.processes.models.connector import Connector

__all__ = ["Connector"]
