import click

from dygn.config.cli.frame import as_json, show, with_django

SECRET = ("SECRET", "KEY", "PASSWORD", "TOKEN")


@click.command()
@as_json
@with_django
def config(as_json: bool) -> None:
    """Show Dygn's settings as they are in force. Secrets are not shown."""
    from django.conf import settings

    names = sorted(name for name in dir(settings) if name.startswith("DYGN_"))
    rows = [{"setting": name, "value": _shown(name, getattr(settings, name))} for name in names]
    show(rows, json_wanted=as_json)


def _shown(name: str, value: object) -> str:
    if any(word in name for word in SECRET):
        return "(set)" if value else "(empty)"
    return str(value)
