"""What is done with the personal data of whoever fills the form in."""

from dygn.forms.rules.kinds.kind import Kind


class PersonalDataNotice(Kind):
    """A notice to read (GDPR article 13). Its text is the service's own, so that it is written once."""

    name = "personal_data_notice"
    asks = False
    gives = "any"
