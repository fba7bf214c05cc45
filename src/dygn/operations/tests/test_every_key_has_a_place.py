"""Every key of service.yaml is edited somewhere in the editor, or stands here with the reason why not."""

from django.urls import reverse

from dygn.forms.rules.kinds import KINDS
from dygn.operations.forms.editor.question import QuestionForm
from dygn.operations.views.editor.subjects import SUBJECTS, address_of_key
from dygn.services.rules.package.schema import published_schema

NOT_EDITED = {
    "format": "the version of the format, which the system writes",
    "key": "the name of the service in programs, which never changes",
    "process": "what is said of the steps that process.bpmn draws comes with that drawing",
    "pages": "pages and questions have pages of their own, from the overview",
}
# Keys of a question, and the field of its page that begins so.
FIELDS = {
    "label": "label-", "hint": "hint-", "why": "why-", "goes_to": "goes_to-", "text": "text-", "unit": "unit-",
    "document": "document-", "calendar": "calendar", "source": "source", "source_name": "source_name-",
    "facts": "new_facts", "by_hand": "by_hand", "row_name": "row_name-", "computed": "computed", "limits": "max_length",
    "errors": "e-required-", "options": "new_option", "rows": "new_row", "guardians_of": "guardians_of",
    "prefill": "prefill", "other": "other", "capture": "capture", "drawing": "drawing", "sensitive": "sensitive",
    "width": "width", "autocomplete": "autocomplete",
}  # fmt: skip
QUESTION_NOT_IN_ITS_FORM = {
    "id": "made once, never shown or changed",
    "kind": "a form of its own below the question",
    "shown_if": "the form of the condition",
    "required": "the sentences of its rules",
    "must_hold": "the sentences of its rules",
    "warn_if": "the sentences of its rules",
    "questions": "added below the question, each with a page of its own",
    "list_from": "written where the list of answers is fetched",
    "list_fetched_at": "written where the list of answers is fetched",
    "shared": "written where a shared group is added or loosened",
}


def test_every_key_of_a_service_has_a_page_or_a_reason():
    edited = [key for subject in SUBJECTS for key in subject.keys]
    assert len(edited) == len(set(edited))
    assert set(edited) | NOT_EDITED.keys() == published_schema("service")["properties"].keys()
    for key in edited:
        assert reverse(f"administration:{address_of_key(key)}", args=["small-service"])


def form_of(kind, **facts):
    question = {"id": "q", "kind": kind, **facts}
    return QuestionForm(question=question, languages=["en"], children=[("kid", "Child")])


def test_every_limit_of_every_kind_has_a_field_where_that_kind_takes_it():
    for name, kind in KINDS.items():
        if name != "information":
            fields = {field.name for field in form_of(name).fields_of_limits()}
            assert kind.takes <= fields, name


def test_a_declaration_says_its_text_and_a_fact_its_example():
    assert "text-en" in form_of("declaration").fields
    assert "f-make-example" in form_of("lookup", facts=[{"key": "make", "label": {"en": "Make"}}]).fields


def test_a_question_is_filled_in_from_a_register_that_is_connected():
    form = QuestionForm(
        question={"id": "q", "kind": "text"}, languages=["en"], registers=[("register.cars.plate", "Plate")]
    )
    assert ("register.cars.plate", "Plate") in form.fields["prefill"].choices


def test_every_key_of_a_question_has_a_field_or_a_reason():
    known = published_schema("service")["$defs"]["question"]["properties"].keys()
    assert FIELDS.keys() | QUESTION_NOT_IN_ITS_FORM.keys() == known
    fields = {
        name
        for kind in KINDS
        for name in form_of(kind).fields
    }
    for key, beginning in FIELDS.items():
        assert any(name.startswith(beginning) for name in fields), key
