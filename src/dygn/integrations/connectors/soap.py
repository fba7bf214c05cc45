"""Systems that are spoken to with SOAP 1.1: many registers and business systems still are."""

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from lxml import etree

from dygn.base.errors import OutsideFailure
from dygn.base.outbound import Limits, call, host_called
from dygn.processes.ports import OutsideSystem

LARGEST_BYTES = 500_000
DEEPEST = 30
_PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")
_BEFORE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
)
_AFTER = "</soap:Body></soap:Envelope>"
_SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"


class SoapSystem(OutsideSystem):
    """One operation at one address.

    ``body`` is what stands in the envelope, with ``{name}`` where a sent value goes; a value can bring no markup.
    The answer is the first element in the envelope's body as mappings by element name; an element that comes several
    times is a list. ``user`` and ``password`` (a secret by reference) are sent as HTTP basic authentication.
    """

    def __init__(
        self, *, address: str, body: str, action: str = "", user: str = "", password: str = ""
    ) -> None:
        self.address = address
        self.body = body
        self.action = action
        self.user = user
        self.password = password

    def ask(self, sent: Mapping[str, Any], *, once: str, seconds: float) -> Any:
        answer = call(
            "POST",
            self.address,
            content=self._envelope(sent).encode(),
            headers={
                "content-type": "text/xml; charset=utf-8",
                "soapaction": f'"{self.action}"',
                "idempotency-key": once,
            },
            auth=(self.user, self.password) if self.user else None,
            limits=Limits(seconds=seconds, largest_bytes=LARGEST_BYTES),
            answers_faults=True,
        )
        if answer.status not in (200, 500):
            comes_back = answer.status in (408, 429) or answer.status > 500
            raise OutsideFailure(
                _("The system answered %(status)s.") % {"status": answer.status}, lasting=not comes_back
            )
        return _told(answer.body)

    def check(self) -> str:
        places = dict.fromkeys(_PLACE.findall(self.body), "1")
        try:
            etree.fromstring(self._envelope(places).encode(), parser=_parser())
        except etree.XMLSyntaxError as error:
            raise OutsideFailure(
                _("The body is no XML: %(error)s") % {"error": error}, lasting=True
            ) from error
        return _("Calls %(host)s.") % {"host": host_called(self.address)}

    def _envelope(self, sent: Mapping[str, Any]) -> str:
        def value(place: re.Match[str]) -> str:
            found = sent.get(place[1])
            return escape("" if found is None else _as_xml(found), {'"': "&quot;"})

        return f"{_BEFORE}{_PLACE.sub(value, self.body)}{_AFTER}"


def _as_xml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _told(body: bytes) -> Any:
    try:
        root = etree.fromstring(body, parser=_parser())
    except etree.XMLSyntaxError as error:
        raise OutsideFailure(_("The system did not answer with XML.")) from error
    if root.getroottree().docinfo.doctype:
        raise OutsideFailure(_("The system answered with a document type, which is not read."))
    said = root.find(f"{_SOAP}Body")
    if said is None or len(said) == 0:
        raise OutsideFailure(_("The system did not answer with a SOAP envelope."))
    if said[0].tag == f"{_SOAP}Fault":
        code = (said[0].findtext("faultcode") or "").rsplit(":")[-1]
        raise OutsideFailure(
            _("The system answered with a fault: %(code)s.") % {"code": code[:40]},
            lasting=code.startswith("Client"),
        )
    return _plain(said[0], depth=0)


def _plain(element: Any, *, depth: int) -> Any:
    """Give an element as mappings, lists and texts; its attributes beside its children."""
    if depth > DEEPEST:
        raise OutsideFailure(_("The answer is nested too deeply."))
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return (element.text or "").strip()
    found: dict[str, Any] = {etree.QName(name).localname: text for name, text in element.attrib.items()}
    for child in children:
        name, inner = etree.QName(child).localname, _plain(child, depth=depth + 1)
        if name not in found:
            found[name] = inner
        elif isinstance(found[name], list):
            found[name].append(inner)
        else:
            found[name] = [found[name], inner]
    return found
