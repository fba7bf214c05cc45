"""Addresses of static files, each worked out once: a page asks for the same few some thirty times."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KeptAddresses(CompressedManifestStaticFilesStorage):
    """The storage of a running installation. Its files do not change while it runs."""

    _addresses: dict[str, str]

    def url(self, name: str | None, force: bool = False) -> str:
        kept = self.__dict__.setdefault("_addresses", {})
        if force or not name:
            return str(super().url(name, force))
        if name not in kept:
            kept[name] = str(super().url(name))
        address: str = kept[name]
        return address
