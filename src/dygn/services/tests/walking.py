"""Walking a whole form page by page, giving every question that is asked some right answer."""

import re
from datetime import date

from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.scale import steps_of
from dygn.forms.rules.notation import day_limit
from dygn.services.tests.factories import hidden_fields

ONE_LINE = {
    "text": "x",
    "long_text": "Because it is so.",
    "number": "3",
    "money": "1 250",
    "yes_no": "yes",
    "email": "alva@example.org",
    "phone": "0701740605",
    "personal_number": "19900102-2384",
    "organisation_number": "212000-1355",
    "declaration": "yes",
    "time": "8:30",
    "iban": "SE45 5000 0000 0583 9825 7466",
    "bank_account": "8327-9 1234567890",
    "property_designation": "Ekeby 1:23",
}
IN_PARTS = {
    "child": {"name": "Bo Ek", "number": "19900102-2384"},
    "company": {"name": "Eks bageri", "number": "212000-1355"},
    "address": {"street": "Storgatan 1", "postcode": "123 45", "city": "Ekeby"},
    "place": {"address": "Storgatan 1"},
}


def answer_to(question, name, a_file=None):
    """The fields that a browser sends for a question, by name."""
    if question.computed or not kind_of(question).asks:
        return {}
    if question.kind == "date":
        return a_day_typed(name, question.limits)
    if question.kind == "date_range":
        return a_day_typed(f"{name}-from", question.limits) | a_day_typed(f"{name}-to", question.limits)
    if question.kind == "lookup":
        return {name: "ABC 123"}
    if question.kind == "tree":
        return {name: next(iter(question.leaves))}
    if question.kind == "scale":
        return {name: str(steps_of(question)[0])}
    if question.kind in IN_PARTS:
        return {f"{name}-{part}": text for part, text in IN_PARTS[question.kind].items()}
    if question.kind in ("one_of", "several_of"):
        return {name: question.options[0].key}
    if question.kind == "table" and question.rows:
        return {
            key: value
            for index in range(len(question.rows))
            for each in question.questions
            for key, value in answer_to(each, f"{name}-{index}-{each.id}").items()
        }
    if question.kind in ("group", "table"):
        rows = {f"{name}-rows": "1"}
        for each in question.questions:
            rows.update(answer_to(each, f"{name}-0-{each.id}", a_file))
        return rows
    if question.kind == "file":
        return {name: a_file()} if a_file else {}
    return {name: ONE_LINE[question.kind]}


def a_day_typed(name, limits):
    day = a_day(limits)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def a_day(limits):
    """A day within the limits: the earliest there is, else the latest, else a day in the past."""
    limit = limits.earliest or limits.latest
    return day_limit(limit, date.today()) if limit else date(2026, 11, 1)


def page_id_of(address):
    return re.search(r"/do/[^/]+/([^/?]+)/", address)[1]


def walk(visitor, form, *, a_file=None, most=300):
    """Answer page after page until all is answered; give the ids of the pages in the order they came."""
    address, way = f"/do/{visitor.slug}/", []
    for _ in range(most):
        page = visitor.browser.get(address)
        if page.status_code in (302, 303):
            address = page["Location"]
            continue
        assert page.status_code == 200, (address, page.status_code)
        if address.endswith("/check/"):
            return way
        page_id = page_id_of(action_of(page))
        way.append(page_id)
        asked = hidden_fields(page)["asked"].split()
        fields = {}
        for question in form.page_by_id[page_id].questions:
            if question.id in asked:
                fields.update(answer_to(question, question.id, a_file))
        given = [name for name in fields if "-" not in name]
        assert set(given) <= set(asked)
        sent = visitor.browser.post(f"/do/{visitor.slug}/{page_id}/", {**hidden_fields(page), **fields})
        assert sent.status_code == 303, (page_id, errors_on(sent))
        address = sent["Location"]
    raise AssertionError(f"no end to it: {way[-10:]}")


def action_of(page):
    return re.search(r'<form class="dy-form" method="post" action="([^"]+)"', page.content.decode())[1]


def errors_on(page):
    summary = re.search(r'id="error-summary".*?</div>', page.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", " ", summary[0]) if summary else page.content.decode()[:2000]
