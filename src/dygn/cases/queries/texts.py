"""Texts to begin a message with: the municipality's own, and the house's where it has none."""

from django.db.models import QuerySet

from dygn.cases.models import Case, MessageTemplate
from dygn.cases.rules.house_texts import Beginning, house_texts


def texts_for(case: Case) -> list[Beginning]:
    """Give the texts in the person's language, by title."""
    own = [
        each
        for each in MessageTemplate.objects.filter(language=case.language)
        if each.service_id in (None, case.service_id)
    ]
    texts = {text.key: text for text in house_texts(case.language)}
    texts |= {each.key: Beginning(each.key, each.title, each.body) for each in own}
    return sorted(texts.values(), key=lambda text: text.title)


def own_texts() -> QuerySet[MessageTemplate]:
    """Give the municipality's own texts."""
    return MessageTemplate.objects.order_by("key", "language")


def text_with_id(text_id: int) -> MessageTemplate | None:
    return MessageTemplate.objects.filter(pk=text_id).first()
