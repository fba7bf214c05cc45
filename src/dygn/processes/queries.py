from dygn.processes.models import Connector


def connectors() -> list[Connector]:
    """Give the connectors of the municipality in scope, by title."""
    return list(Connector.objects.all())


def connector_called(key: str) -> Connector | None:
    """Give the connector of that key, whether it is on or not."""
    return Connector.objects.filter(key=key).first()
