from dygn.municipalities.models.connection import Connection
from dygn.municipalities.models.municipality import Municipality
from dygn.municipalities.models.owned import MunicipalityOwned
from dygn.municipalities.models.site import Site
from dygn.municipalities.models.unit import Unit
from dygn.municipalities.models.wording import Wording, WordListEntry

__all__ = ["Connection", "Municipality", "MunicipalityOwned", "Site", "Unit", "WordListEntry", "Wording"]
