from dygn.cases.models.absence import Absence
from dygn.cases.models.broken_glass import BrokenGlass, CaseSettings
from dygn.cases.models.case import Case
from dygn.cases.models.decision import Decision
from dygn.cases.models.document import CaseDocument
from dygn.cases.models.event import CaseEvent, EventContent
from dygn.cases.models.information_request import InformationRequest
from dygn.cases.models.link import CaseLink
from dygn.cases.models.message import Message
from dygn.cases.models.message_template import MessageTemplate
from dygn.cases.models.near_person import NearPerson
from dygn.cases.models.note import Mention, Note
from dygn.cases.models.search_word import SearchWord
from dygn.cases.models.worklist import FollowedCase, SavedFilter, ViewedCase

__all__ = [
    "Absence",
    "BrokenGlass",
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseLink",
    "CaseSettings",
    "Decision",
    "EventContent",
    "FollowedCase",
    "InformationRequest",
    "Mention",
    "Message",
    "MessageTemplate",
    "NearPerson",
    "Note",
    "SavedFilter",
    "SearchWord",
    "ViewedCase",
]
