"""Which kinds of file we take in, and what an asker may choose among them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called outside, its extensions, and the family one asks for it by."""

    key: str
    family: str
    content_type: str
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS = (
    Kind("pdf", "pdf", "application/pdf", ("pdf",)),
    Kind("jpeg", "image", "image/jpeg", ("jpg", "jpeg")),
    Kind("png", "image", "image/png", ("png",)),
    Kind("webp", "image", "image/webp", ("webp",)),
    Kind("heic", "image", "image/heic", ("heic", "heif")),
    Kind("tiff", "image", "image/tiff", ("tif", "tiff")),
    Kind("docx", "document", _OOXML + "wordprocessingml.document", ("docx",)),
    Kind("odt", "document", _ODF + "text", ("odt",)),
    Kind("xlsx", "spreadsheet", _OOXML + "spreadsheetml.sheet", ("xlsx",)),
    Kind("ods", "spreadsheet", _ODF + "spreadsheet", ("ods",)),
    Kind("csv", "spreadsheet", "text/csv", ("csv",)),
    Kind("pptx", "presentation", _OOXML + "presentationml.presentation", ("pptx",)),
    Kind("odp", "presentation", _ODF + "presentation", ("odp",)),
    Kind("txt", "text", "text/plain", ("txt",)),
    Kind("zip", "archive", "application/zip", ("zip",)),
)
KIND_BY_KEY = {kind.key: kind for kind in KINDS}
KIND_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
FAMILIES = tuple(dict.fromkeys(kind.family for kind in KINDS))
USUAL_FAMILIES = ("pdf", "image", "document", "spreadsheet", "text")

FAMILY_NAMES = {
    "pdf": _("PDF"),
    "image": _("pictures (JPG, PNG, WEBP, HEIC, TIFF)"),
    "document": _("text documents (DOCX, ODT)"),
    "spreadsheet": _("spreadsheets (XLSX, ODS, CSV)"),
    "presentation": _("presentations (PPTX, ODP)"),
    "text": _("plain text (TXT)"),
    "archive": _("archives (ZIP)"),
}


@dataclass(frozen=True)
class Accept:
    """What the asker takes: families of kinds, the largest size in bytes, and how many files."""

    families: tuple[str, ...] = USUAL_FAMILIES
    largest_bytes: int = 25 * MEGABYTE
    at_most: int = 10

    @classmethod
    def only(cls, families: Iterable[str], **limits: int) -> "Accept":
        """Give what takes these families; all usual ones when none is named."""
        return cls(families=tuple(families) or USUAL_FAMILIES, **limits)

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions, for the ``accept`` attribute of a file field and for messages."""
        return tuple(ext for kind in KINDS if kind.family in self.families for ext in kind.extensions)

    @property
    def attribute(self) -> str:
        return ",".join(f".{extension}" for extension in self.extensions)

    @property
    def words(self) -> str:
        """The families in words: "PDF, pictures (JPG, PNG …)"."""
        return ", ".join(str(FAMILY_NAMES[family]) for family in FAMILIES if family in self.families)

    @property
    def limits_in_words(self) -> str:
        size = _("at most %(size)d MB each") % {"size": self.largest_bytes // MEGABYTE}
        number = ngettext_lazy("%(number)d file", "up to %(number)d files", self.at_most) % {
            "number": self.at_most
        }
        return f"{number}, {size}"
