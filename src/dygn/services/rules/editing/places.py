"""What of a package can be spoken of: the whole, a page, a question."""

from dygn.services.rules.editing.package import EditedPackage, question_data


def place_of_question(question_id: str) -> str:
    return f"question:{question_id}"


def place_of_page(page_id: str) -> str:
    return f"page:{page_id}"


def has_place(package: EditedPackage, place: str) -> bool:
    """Say whether there is what ``question:ID`` or ``page:ID`` names; nothing named is the whole service."""
    sort, _colon, name = place.partition(":")
    if sort == "question":
        return question_data(package.data, name) is not None
    if sort == "page":
        return any(page["id"] == name for page in package.data["pages"])
    return place == ""
