"""The kinds of question. Each is a file of its own, and all are alike."""

from collections.abc import Mapping

from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.address import Address
from dygn.forms.rules.kinds.bank_account import BankAccount
from dygn.forms.rules.kinds.booking import Booking
from dygn.forms.rules.kinds.co_signers import CoSigners
from dygn.forms.rules.kinds.date import Date
from dygn.forms.rules.kinds.date_range import DateRange
from dygn.forms.rules.kinds.declaration import Declaration
from dygn.forms.rules.kinds.download import Download
from dygn.forms.rules.kinds.email import Email
from dygn.forms.rules.kinds.file import File
from dygn.forms.rules.kinds.group import Group
from dygn.forms.rules.kinds.iban import Iban
from dygn.forms.rules.kinds.information import Information
from dygn.forms.rules.kinds.kind import Kind
from dygn.forms.rules.kinds.long_text import LongText
from dygn.forms.rules.kinds.lookup import Lookup
from dygn.forms.rules.kinds.money import Money
from dygn.forms.rules.kinds.number import Number
from dygn.forms.rules.kinds.one_of import OneOf
from dygn.forms.rules.kinds.organisation_number import OrganisationNumber
from dygn.forms.rules.kinds.payment import Payment
from dygn.forms.rules.kinds.personal_data_notice import PersonalDataNotice
from dygn.forms.rules.kinds.personal_number import PersonalNumber
from dygn.forms.rules.kinds.phone import Phone
from dygn.forms.rules.kinds.place import Place
from dygn.forms.rules.kinds.property_designation import PropertyDesignation
from dygn.forms.rules.kinds.registered import Child, Company
from dygn.forms.rules.kinds.scale import Scale
from dygn.forms.rules.kinds.several_of import SeveralOf
from dygn.forms.rules.kinds.table import Table
from dygn.forms.rules.kinds.text import Text
from dygn.forms.rules.kinds.time import Time
from dygn.forms.rules.kinds.tree import Tree
from dygn.forms.rules.kinds.yes_no import YesNo

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Text(),
        LongText(),
        Number(),
        Money(),
        YesNo(),
        OneOf(),
        SeveralOf(),
        Tree(),
        Scale(),
        Date(),
        DateRange(),
        Time(),
        Email(),
        Phone(),
        PersonalNumber(),
        OrganisationNumber(),
        Child(),
        Company(),
        Iban(),
        BankAccount(),
        PropertyDesignation(),
        Lookup(),
        Booking(),
        Address(),
        Place(),
        File(),
        Group(),
        Table(),
        CoSigners(),
        Information(),
        PersonalDataNotice(),
        Download(),
        Payment(),
        Declaration(),
    )
}


def kind_of(question: Question) -> Kind:
    """The kind of a question."""
    return KINDS[question.kind]
