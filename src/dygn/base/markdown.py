"""The small part of Markdown that texts of packages and editors may use, drawn safely.

Paragraphs, lists, bold, emphasis, headings and links. Everything else stands as it is written.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "br"}
_READER = (
    MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False, "maxNesting": 20})
    .enable(["list", "emphasis", "link", "newline", "heading", "escape", "autolink", "balance_pairs"])
    .enable(["text_join", "fragments_join"], ignoreInvalid=True)
)
_MARKUP = re.compile(
    r"<(?!https?://|mailto:)[/!?a-z][^>]*>|<(?:script|iframe|img|svg|style|object|embed|form|link|meta)\b"
    r"|\b(?:javascript|vbscript|data)\s*:\s*[a-z/(]",
    re.IGNORECASE,
)
LONGEST = 50_000


Finder = Callable[[str], str]
# A link to one of our own things: [see parking permit](service:parking-permit).
_OWN_LINK = re.compile(r"\]\(([a-z]+):([a-z0-9][a-z0-9-]{0,79})\)")
_finders: dict[str, Finder] = {}


def find_links_with(scheme: str, finder: Finder) -> None:
    """Let links of a scheme of our own lead somewhere: ``finder`` gives the address of a key, nothing for none."""
    _finders[scheme] = finder


def own_links_in(text: str, scheme: str) -> list[str]:
    """Give the keys that a text links to."""
    return [found[2] for found in _OWN_LINK.finditer(text) if found[1] == scheme]


def without_own_links(text: str, scheme: str) -> str:
    """Give the text with only the words of links to our own things, for paper."""
    return re.sub(rf"\[([^\]\n]{{1,300}})\]\({scheme}:[a-z0-9][a-z0-9-]{{0,79}}\)", r"\1", text)


def markdown_html(text: str) -> SafeString:
    """Give the text as safe HTML. Links lead to https, mail or phone, or to a service of the municipality.

    A link to a service that is not there is shown as its words alone. Headings begin at the second level and
    leave none out, whatever level the text begins at.
    """
    if "](" in text and any(f"]({scheme}:" in text for scheme in _finders):
        return _html_of(text)
    return _kept_html(text)


@lru_cache(maxsize=4_000)
def _kept_html(text: str) -> SafeString:
    return _html_of(text)


def _html_of(text: str) -> SafeString:
    if not text:
        return SafeString("")
    if text.isalnum():
        return mark_safe(f"<p>{text}</p>")
    tokens = _READER.parse(text[:LONGEST])
    _put_headings_in_order(tokens)
    for token in tokens:
        if token.children and _finders:
            token.children = _with_own_links(token.children)
    return mark_safe(
        nh3.clean(
            _READER.renderer.render(tokens, _READER.options, {}),
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"https", "http", "mailto", "tel"},
            link_rel="noopener noreferrer",
        )
    )


def _with_own_links(tokens: list[Token]) -> list[Token]:
    """Let links to our own things lead to their address, and leave only the words of those that lead nowhere."""
    kept, is_left_out = [], False
    for token in tokens:
        if token.type == "link_open":
            scheme, _colon, key = str(token.attrs.get("href", "")).partition(":")
            if scheme in _finders:
                address = _finders[scheme](key)
                is_left_out = not address
                token.attrs["href"] = address
            if is_left_out:
                continue
        elif token.type == "link_close" and is_left_out:
            is_left_out = False
            continue
        kept.append(token)
    return kept


def _put_headings_in_order(tokens: list[Token]) -> None:
    above: list[str] = []  # the levels, as written, that the heading stands below
    tag = "h2"
    for token in tokens:
        if token.type == "heading_open":
            above = [level for level in above if level < token.tag]
            above.append(token.tag)
            tag = f"h{min(1 + len(above), 3)}"
        if token.type in ("heading_open", "heading_close"):
            token.tag = tag


def holds_markup(text: str) -> bool:
    """Say whether the text has HTML or a script in it, which no text of a package may have."""
    return _MARKUP.search(text) is not None


def markdown_text(text: str) -> str:
    """Give the text without its marks, a line for each paragraph, heading and point of a list."""
    lines, is_point = [], False
    for token in _READER.parse(text[:LONGEST]):
        if token.type == "list_item_open":
            is_point = True
        elif token.type == "inline":
            said = "".join(_said(child) for child in token.children or [])
            lines.append(f"– {said}" if is_point else said)
            is_point = False
    return "\n".join(lines)


def _said(token: Token) -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content
