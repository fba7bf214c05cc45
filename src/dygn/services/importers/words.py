"""Words of other systems: their ids and names become ours, their HTML becomes plain text or Markdown."""

import re
from html import unescape

from dygn.base.markdown import holds_markup
from dygn.forms.rules.proof import TAKEN_NAMES

LONGEST_LINE = 2_000
LONGEST_MARKDOWN = 10_000
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SCRIPTS = re.compile(r"(javascript|vbscript|data)\s*:", re.IGNORECASE)
_TAG = re.compile(r"(<[/!?a-zA-Z][^<>]*>)")
_TAG_NAME = re.compile(r"<(/?)([!?a-zA-Z][a-zA-Z0-9]*)[^<>]*>$")
_ADDRESS = re.compile(r"""\bhref\s*=\s*["']?\s*([^"'\s<>]+)""", re.IGNORECASE)
_INLINE = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BLOCKS = frozenset("p div section article table tr ul ol blockquote h1 h2 h3 h4 h5 h6 dl dt dd".split())
_UNSEEN = frozenset(("script", "style", "template"))


def our_id(theirs: str, taken: set[str]) -> str:
    """Make an id of ours from one of theirs: ``rentRoommateMonth-1`` becomes ``rent_roommate_month_1``."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", theirs).lower()
    base = re.sub(r"[^a-z0-9]+", "_", words).strip("_")[:50]
    if not base or not base[0].isalpha():
        base = f"q_{base}".rstrip("_")
    name = f"{base}_" if base in TAKEN_NAMES else base
    if name in taken:
        name = f"{base}_{_free_number(base, taken)}"
    taken.add(name)
    return name


def _free_number(base: str, taken: set[str]) -> int:
    """The number after the last one that is taken, found in few steps however many there are."""
    least, most = 1, 2
    while f"{base}_{most}" in taken:
        least, most = most, 2 * most
    while most - least > 1:
        between = (least + most) // 2
        least, most = (between, most) if f"{base}_{between}" in taken else (least, between)
    return most


def slug(text: str) -> str:
    """Make a page's or a service's name for addresses."""
    plain = text.casefold().translate(str.maketrans("åäáàöøéèü", "aaaaooeeu")).replace("æ", "ae")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def tidy(text: str) -> str:
    """Take away what cannot be stored or seen."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")).strip()


def line_of(html: str) -> str:
    """Give the text on one line, its markup taken away: for labels, hints and options."""
    return harmless(" ".join(_read(html, with_marks=False).split()))[:LONGEST_LINE].strip()


def markdown_of(html: str) -> str:
    """Give the text as Markdown: paragraphs, lists, headings, bold, emphasis and links."""
    text = re.sub(r"[ \t]+\n", "\n", _read(html, with_marks=True))
    return harmless(re.sub(r"\n{3,}", "\n\n", text).strip())[:LONGEST_MARKDOWN].strip()


def _read(html: str, *, with_marks: bool) -> str:
    html = tidy(html[: 4 * LONGEST_MARKDOWN])
    if "<" not in html and "&" not in html:
        return html
    reader = _Reader(with_marks=with_marks)
    reader.read(html)
    return tidy(reader.text())


def harmless(text: str) -> str:
    """Write what looks like HTML or a script so that it is a text and nothing else."""
    if holds_markup(text):
        text = text.replace("<", "‹")
    return _SCRIPTS.sub(r"\1 –", text) if holds_markup(text) else text


class _Reader:
    """Gathers the text; what is inside a mark stands in a list of its own until the mark ends.

    Python's own reader of HTML takes very long over some broken texts; this one passes over each sign once.
    """

    def __init__(self, *, with_marks: bool) -> None:
        self.with_marks = with_marks
        self.open: list[tuple[str, str, list[str]]] = [("", "", [])]
        self.unseen = 0

    def text(self) -> str:
        while len(self.open) > 1:
            self._end(self.open[-1][0])
        return "".join(self.open[0][2])

    def read(self, html: str) -> None:
        for part in _TAG.split(_without_comments(html)):
            found = _TAG_NAME.match(part)
            if found is None:
                self._data(unescape(part))
            elif found[1]:
                self._close(found[2].lower())
            else:
                address = _ADDRESS.search(part)
                self._start(found[2].lower(), unescape(address[1]) if address else "")

    def _start(self, tag: str, address: str) -> None:
        self.unseen += tag in _UNSEEN
        if tag in _INLINE or tag == "a":
            if len(self.open) < 50:
                self.open.append((tag, address, []))
        elif tag == "br":
            self._say("\n")
        elif tag == "li":
            self._say("\n- " if self.with_marks else "\n")
        elif tag in ("td", "th"):
            self._say(" ")
        elif tag in _BLOCKS:
            self._say("\n\n### " if self.with_marks and tag[0] == "h" and tag[1:].isdigit() else "\n\n")

    def _close(self, tag: str) -> None:
        self.unseen -= bool(self.unseen) and tag in _UNSEEN
        if any(each[0] == tag for each in self.open[1:]):
            while self._end(self.open[-1][0]) != tag:
                pass
        elif tag in _BLOCKS:
            self._say("\n\n")

    def _data(self, data: str) -> None:
        if not self.unseen:
            self._say(re.sub(r"\s+", " ", data) if self.with_marks else data)

    def _end(self, tag: str) -> str:
        _, address, words = self.open.pop()
        said = "".join(words)
        inner = said.strip()
        if not inner or "\n" in inner or not self.with_marks:
            self._say(said)
        elif tag == "a":
            self._say(f"[{inner}]({address})" if _leads_out(address) else said)
        else:
            before, after = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
            self._say(f"{before}{_INLINE[tag]}{inner}{_INLINE[tag]}{after}")
        return tag

    def _say(self, text: str) -> None:
        self.open[-1][2].append(text)


def _without_comments(html: str) -> str:
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return "".join([*kept, html[at:]])


def _leads_out(address: str) -> bool:
    return re.fullmatch(r"(?:https?://|mailto:|tel:)[^\s()<>]+", address) is not None
