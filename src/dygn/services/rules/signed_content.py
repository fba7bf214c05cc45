"""What is signed, in one way of writing, and whether the signatures on it still hold."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dygn.forms.rules.account import AnswerLine, AnswerSection
from dygn.forms.rules.co_signers import CO_SIGNERS


class Tampered(StrEnum):
    """What does not hold of something that was signed."""

    CONTENT = "content"
    ANSWERS = "answers"
    EVIDENCE = "evidence"
    OTHER_CONTENT = "other_content"
    NOT_VOUCHED = "not_vouched"


@dataclass(frozen=True)
class SignedBy:
    """One signature as it is kept. ``mark_now`` is the keyed hash of its evidence, worked out anew."""

    evidence: str
    mark: str
    mark_now: str
    is_vouched: bool


def canonical(data: Any) -> str:
    """Give the data in one way of writing: the same data, the same text."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def hash_of(text: str) -> str:
    """Give the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def sections_data(sections: Sequence[AnswerSection]) -> list[dict[str, Any]]:
    """Give what a person is shown of their answers, as plain data."""
    return [
        {"title": section.title, "lines": [row for line in section.lines for row in _rows(line)]}
        for section in sections
    ]


def shown_text(title: str, sections: Sequence[Mapping[str, Any]], content_hash: str) -> str:
    """Give the text that is shown where one signs."""
    parts = [title]
    for section in sections:
        parts += ["", str(section["title"]), *(_in_a_line(each) for each in section["lines"])]
    return "\n".join([*parts, "", f"SHA-256 {content_hash}"])


def _in_a_line(line: Mapping[str, str]) -> str:
    return f"{line['label']}{'' if line['label'].endswith('?') else ':'} {line['text']}"


def faults_of_signing(
    content: str, content_hash: str, signed: Sequence[SignedBy], answers: Mapping[str, Any] | None = None
) -> Iterator[Tampered]:
    """Give what has been tampered with; nothing when all holds. ``answers`` are those the case has now."""
    if hash_of(content) != content_hash:
        yield Tampered.CONTENT
    if answers is not None and canonical(json.loads(content).get("answers")) != canonical(answers):
        yield Tampered.ANSWERS
    for each in signed:
        if each.mark != each.mark_now:
            yield Tampered.EVIDENCE
        elif json.loads(each.evidence)["hash"] != content_hash:
            yield Tampered.OTHER_CONTENT
        elif not each.is_vouched:
            yield Tampered.NOT_VOUCHED


def _rows(line: AnswerLine, of: str = "") -> Iterator[dict[str, str]]:
    if not line.rows:
        yield {"label": f"{of}{line.label}", "text": line.text}
    for row in line.rows:
        # Of the others who sign, each sees the name alone: how they are reached is between them and us.
        if line.kind == CO_SIGNERS:
            yield {"label": row.title, "text": row.lines[0].text}
            continue
        for each in row.lines:
            yield from _rows(each, f"{of}{row.title}: ")
