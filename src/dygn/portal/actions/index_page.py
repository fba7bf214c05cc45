from wagtail.rich_text import get_text_for_indexing

from dygn.portal.models import HomePage, PortalPage, QuestionAnswer
from dygn.search.actions.index_entry import index_entry
from dygn.search.actions.remove_entry import remove_entry
from dygn.search.models import Entry

LONGEST_SUMMARY = 300


def index_page(page: PortalPage) -> None:
    """Make a published page findable; a front page needs no finding."""
    if isinstance(page, HomePage):
        return
    summary, text = page.found_by()
    index_entry(
        Entry(
            kind=page.kind,
            key=str(page.pk),
            language=page.locale.language_code,
            title=page.title,
            summary=summary,
            body=get_text_for_indexing(text),
            url=f"/{page.place}",
        )
    )


def forget_page(page: PortalPage) -> None:
    """Make a page unfindable."""
    remove_entry(page.kind, str(page.pk))


def index_question(question: QuestionAnswer) -> None:
    """Make a question with its answer findable, or unfindable when it is not published."""
    remove_entry("question", str(question.pk))
    if not question.is_published:
        return
    answer = get_text_for_indexing(question.answer)
    index_entry(
        Entry(
            kind="question",
            key=str(question.pk),
            language=question.language,
            title=question.question,
            summary=answer[:LONGEST_SUMMARY],
            body=answer,
            url=f"/questions/#{question.anchor}",
        )
    )


def forget_question(question: QuestionAnswer) -> None:
    """Make a question unfindable."""
    remove_entry("question", str(question.pk))
