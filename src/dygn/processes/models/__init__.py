from dygn.processes.models.connector import Connector
from dygn.processes.models.installed import InstalledProcess
from dygn.processes.models.instance import Instance
from dygn.processes.models.step import Step

__all__ = ["Connector", "InstalledProcess", "Instance", "Step"]
