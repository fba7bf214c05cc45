from dygn.identity.models.account import Account
from dygn.identity.models.contact_code import ContactCode
from dygn.identity.models.emergency import EmergencyAccount, EmergencyUse
from dygn.identity.models.person import Person
from dygn.identity.models.staff import StaffMember, StaffRole, UnitMembership

__all__ = [
    "Account",
    "ContactCode",
    "EmergencyAccount",
    "EmergencyUse",
    "Person",
    "StaffMember",
    "StaffRole",
    "UnitMembership",
]
