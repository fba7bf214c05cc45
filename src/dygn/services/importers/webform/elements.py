"""What becomes of each type of element of Webform and OS2Forms."""

from collections.abc import Mapping
from dataclasses import dataclass

from dygn.base.saying import _


@dataclass(frozen=True)
class Becomes:
    """The kind of ours, what is known from the log-in, and what is to be told when something changes."""

    kind: str
    prefill: str = ""
    why: str = ""
    is_drawn: bool = False


_NO_LOOKUP = _("it was filled in from a register; here the person writes it")
_CHILD = _("name and number are one question: the child is chosen from the register, or written")
_COMPANY = _("name and number are one question: the company is chosen from the register, or written")
_OF_COMPANY = _("it was filled in from the business register; here the person writes it")

QUESTIONS: Mapping[str, Becomes] = {
    "textfield": Becomes("text"),
    "textarea": Becomes("long_text"),
    "text_format": Becomes("long_text", why=_("a plain text is written, without formatting")),
    "processed_text_field": Becomes("long_text"),
    "email": Becomes("email"),
    "webform_email_confirm": Becomes("email", why=_("it is written once, and checked")),
    "webform_email_multiple": Becomes("text", why=_("several addresses are one text")),
    "tel": Becomes("phone"),
    "webform_telephone": Becomes("phone"),
    "url": Becomes("text", why=_("the address of a page is a text")),
    "number": Becomes("number"),
    "range": Becomes("number", why=_("the number is written, not dragged")),
    "webform_scale": Becomes("scale"),
    "webform_rating": Becomes("scale", why=_("stars are a scale")),
    "date": Becomes("date"),
    "datelist": Becomes("date"),
    "webform_time": Becomes("time"),
    "datetime": Becomes("date"),
    "checkbox": Becomes("declaration"),
    "webform_terms_of_service": Becomes("declaration"),
    "radios": Becomes("one_of"),
    "select": Becomes("one_of"),
    "checkboxes": Becomes("several_of"),
    "tableselect": Becomes("several_of"),
    "webform_tableselect_sort": Becomes("several_of", why=_("the order is not kept")),
    "webform_table_sort": Becomes("several_of", why=_("the order is not kept")),
    "webform_radios_other": Becomes("one_of"),
    "webform_select_other": Becomes("one_of"),
    "webform_buttons": Becomes("one_of"),
    "webform_buttons_other": Becomes("one_of"),
    "webform_image_select": Becomes("one_of", why=_("the pictures are left out")),
    "webform_checkboxes_other": Becomes("several_of"),
    "webform_entity_radios": Becomes("one_of"),
    "webform_entity_select": Becomes("one_of"),
    "webform_entity_checkboxes": Becomes("several_of"),
    "webform_autocomplete": Becomes("text", why=_("nothing is suggested while it is written")),
    "entity_autocomplete": Becomes("text", why=_("nothing is suggested while it is written")),
    "webform_term_select": Becomes("text", why=_("the list lies in the site, not in the file")),
    "webform_term_checkboxes": Becomes("text", why=_("the list lies in the site, not in the file")),
    "webform_remote_select_element": Becomes("text", why=_("the list lies in another system, not in the file")),
    "managed_file": Becomes("file"),
    "webform_document_file": Becomes("file"),
    "webform_image_file": Becomes("file"),
    "webform_audio_file": Becomes("file", why=_("sound files are not taken; documents and pictures are")),
    "webform_video_file": Becomes("file", why=_("films are not taken; documents and pictures are")),
    "webform_signature": Becomes(
        "file", why=_("the signature is drawn, or a picture of it is added"), is_drawn=True
    ),
    "webform_map_field": Becomes("place", why=_("a place is chosen; lines and areas are not drawn")),
    "webform_location_places": Becomes("place"),
    "webform_address": Becomes("address"),
    "address": Becomes("address"),
    "webform_likert": Becomes("one_of"),
    "os2forms_dawa_address": Becomes("address"),
    "os2forms_dawa_address_matrikula": Becomes(
        "address", why=_("the address is asked; the property is found by it")
    ),
    "os2forms_dawa_block": Becomes("text", why=_("nothing is suggested while it is written")),
    "os2forms_dawa_matrikula": Becomes("property_designation"),
    "os2forms_nemid_name": Becomes("text", "person.name"),
    "os2forms_nemid_cpr": Becomes("personal_number", "person.personal_number"),
    "os2forms_nemid_address": Becomes("address", "person.address"),
    "os2forms_nemid_coaddress": Becomes("text", why=_NO_LOOKUP),
    "os2forms_nemid_street": Becomes("text", why=_NO_LOOKUP),
    "os2forms_nemid_house_nr": Becomes("text", why=_NO_LOOKUP),
    "os2forms_nemid_floor": Becomes("text", why=_NO_LOOKUP),
    "os2forms_nemid_apartment_nr": Becomes("text", why=_NO_LOOKUP),
    "os2forms_nemid_postal_code": Becomes("text", why=_NO_LOOKUP),
    "os2forms_nemid_city": Becomes("text", why=_NO_LOOKUP),
    "os2forms_nemid_kommunekode": Becomes("text", why=_NO_LOOKUP),
    "os2forms_person_lookup": Becomes("personal_number", why=_("the name is not held against the register")),
    "os2forms_nemid_company_cvr": Becomes("company", why=_COMPANY),
    "os2forms_nemid_company_cvr_fetch_data": Becomes("company", why=_COMPANY),
    "os2forms_nemid_company_name": Becomes("company", why=_COMPANY),
    "os2forms_nemid_company_address": Becomes("address", why=_OF_COMPANY),
    "os2forms_nemid_company_street": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_company_house_nr": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_company_floor": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_company_apartment_nr": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_company_postal_code": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_company_city": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_company_kommunekode": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_company_p_number": Becomes("text", why=_OF_COMPANY),
    "os2forms_nemid_children_select": Becomes("child"),
    "os2forms_nemid_children_radios": Becomes("child"),
    "os2forms_mitid_child_name": Becomes("child", why=_CHILD),
    "os2forms_mitid_child_cpr": Becomes("child", why=_CHILD),
    "os2forms_mitid_child_address": Becomes("address", why=_NO_LOOKUP),
    "os2forms_mitid_child_other_guardian": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_street": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_house_nr": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_floor": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_apartment_nr": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_postal_code": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_city": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_coaddress": Becomes("text", why=_NO_LOOKUP),
    "os2forms_mitid_child_kommunekode": Becomes("text", why=_NO_LOOKUP),
    "mine_organisations_data_element": Becomes(
        "text", why=_("it was filled in from the staff directory; here the person writes it")
    ),
    "user_field_element": Becomes(
        "text", why=_("it was filled in from the user's account; here the person writes it")
    ),
    "user_field_element_checkbox": Becomes("declaration"),
}
# Parts of what is one question here: the name and the number of one child, of one company.
PARTS = frozenset(name for name, becomes in QUESTIONS.items() if becomes.why in (_CHILD, _COMPANY))
TEXTS = frozenset(("webform_markup", "processed_text", "webform_message", "webform_more", "item", "label"))
PAGES = frozenset(("webform_wizard_page", "webform_card"))
SECTIONS = frozenset(("webform_section", "details", "fieldset", "table"))
FRAMES = frozenset(("container", "webform_flexbox", "webform_table_row"))
LEFT: Mapping[str, str] = {
    "webform_actions": _("the buttons are the same on every page here"),
    "webform_wizard_previous": _("the buttons are the same on every page here"),
    "webform_horizontal_rule": _("a line on the page says nothing"),
    "captcha": _("no riddles are asked here"),
    "webform_preview": _("answers are always shown before they are sent"),
    "os2forms_attachment": _("everybody who sends gets a copy of the answers as PDF"),
    "webform_entity_print_attachment": _("everybody who sends gets a copy of the answers as PDF"),
    "hidden": _("a hidden value that no condition asks about"),
    "value": _("a value that the person never saw"),
    "token": _("a value that the person never saw"),
    "webform_computed_twig": _("it is worked out by a template, which is a program"),
    "webform_computed_token": _("it is worked out from the site"),
    "webform_variant": _("variants of a form are services of their own here"),
    "os2forms_session_dynamic_value": _("a value that the person never saw"),
    "os2forms_nemid_pid": _("a number of the log-in that is not kept here"),
    "os2forms_nemid_uuid": _("a number of the log-in that is not kept here"),
    "os2forms_nemid_company_rid": _("a number of the log-in that is not kept here"),
    "os2forms_nemid_nemlogin_link": _("logging in is offered where it is needed"),
    "os2forms_payment": _("connect a payment provider, then add the question on what is paid in the editor"),
    "booking_element": _("connect a calendar, then add a question that books a time in the editor"),
    "webform_node_element": _("it shows another page of the site"),
    "view": _("it shows another page of the site"),
    "webform_view": _("it shows another page of the site"),
}
