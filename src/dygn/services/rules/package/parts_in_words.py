"""What the parts of a package are called by those who read of them. All are read in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Fact, Said, says

OF_THE_SERVICE: Mapping[str, Said] = {
    "title": says(_("Name of the service")),
    "summary": says(_("Summary")),
    "have_ready": says(_("What to have ready")),
    "minutes": says(_("How long it takes to fill in")),
    "log_in": says(_("Log-in")),
    "audience": says(_("Who may use it")),
    "signing": says(_("Signing")),
    "fee": says(_("What it costs")),
    "steps": says(_("Steps and expected days")),
    "process": says(_("The process")),
    "next_text": says(_("What happens next")),
    "retention": says(_("How long it is kept")),
    "classification": says(_("Classification")),
    "channels": says(_("Other ways to get it done")),
    "personal_data": says(_("Personal data")),
    "owner": says(_("Owner")),
    "languages": says(_("Languages")),
    "topics": says(_("Topics")),
    "description": says(_("Description")),
    "for_whom": says(_("Who it is for")),
    "words": says(_("Words it is found by")),
    "related": says(_("Related services")),
    "rules": says(_("Rules")),
    "slug": says(_("Address")),
    "send_label": says(_("The button that sends")),
    "letters": says(_("Letters")),
}
OF_A_PAGE: Mapping[str, Said] = {
    "title": says(_("Title")),
    "lead": says(_("Introduction")),
    "shown_if": says(_("When it is shown")),
    "stops": says(_("Whether it ends here")),
}
OF_A_QUESTION: Mapping[str, Said] = {
    "label": says(_("The question")),
    "hint": says(_("Help")),
    "why": says(_("Why we ask")),
    "goes_to": says(_("Where the answer goes")),
    "text": says(_("Text")),
    "unit": says(_("Unit")),
    "row_name": says(_("What a row is called")),
    "document": says(_("Where the file lies")),
    "source_name": says(_("What the source is called")),
    "shown_if": says(_("When it is shown")),
    "must_hold": says(_("What must hold")),
    "warn_if": says(_("When it warns")),
    "computed": says(_("How it is worked out")),
    "required": says(_("Whether it must be answered")),
    "limits": says(_("Limits")),
    "options": says(_("Answers to choose")),
    "list_from": says(_("Where the answers are fetched from")),
    "list_fetched_at": says(_("When the answers were fetched")),
    "rows": says(_("Rows")),
    "errors": says(_("Error messages of its own")),
    "questions": says(_("The questions within")),
    "source": says(_("The outside source")),
    "facts": says(_("What the source tells")),
    "by_hand": says(_("Whether it may be written by hand")),
    "calendar": says(_("The calendar")),
    "guardians_of": says(_("Whose guardians it proposes")),
    "prefill": says(_("Where the answer is known from")),
    "autocomplete": says(_("What the browser may fill in")),
    "width": says(_("How wide the field is")),
    "sensitive": says(_("Whether it is sensitive")),
    "capture": says(_("Whether a picture can be taken at once")),
    "drawing": says(_("Whether a picture can be drawn at once")),
    "other": says(_("Whether something else may be answered")),
    "shared": says(_("The shared group it comes from")),
}
OF_LIMITS: Mapping[str, Said] = {
    "min_length": says(_("Fewest characters")),
    "max_length": says(_("Most characters")),
    "pattern": says(_("Pattern")),
    "min": says(_("Least")),
    "max": says(_("Most")),
    "decimals": says(_("Decimals")),
    "earliest": says(_("First day")),
    "latest": says(_("Last day")),
    "min_count": says(_("Fewest")),
    "max_count": says(_("Most of them")),
    "accept": says(_("Types of files")),
    "max_mb": says(_("Largest file in MB")),
    "countries": says(_("Countries")),
}


def part_in_words(name: str, *known: Mapping[str, Said]) -> Fact:
    """Give what a part is called: by the first that knows it, else its own name, readable."""
    return next((words[name] for words in known if name in words), name.replace("_", " "))
