"""Row-level security and the web role's rights, put on all tables after each migration."""

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Model

POLICY = "only_its_municipality"
POLICY_OF_READING = "read_by_all_municipalities"
SCOPE = "nullif(current_setting('dygn.municipality', true), '')::int"
CONDITION = f"municipality_id = {SCOPE}"
CONDITION_WITH_INSTALLATION = f"{CONDITION} OR (municipality_id IS NULL AND {SCOPE} IS NULL)"


def secure_tables(*, using: str) -> None:
    """Give the web role its rights and fence every table that has a municipality. Repeatable.

    A table is fenced because it has the column, not because somebody remembered it; a model that
    must be read across municipalities says why in ``shared_between_municipalities``. One that all may read and
    only its own municipality may write says why in ``read_by_all_municipalities``; ``read_by_all_where`` tells of
    which rows that holds.
    """
    web_role = settings.DYGN_WEB_ROLE
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            GRANT USAGE ON SCHEMA public TO {web_role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web_role};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web_role};
            GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {web_role};
            """
        )
        built = set(connection.introspection.table_names(cursor))
        for model in fenced_models():
            if model._meta.db_table not in built:
                continue  # migrations can be run part of the way
            table = connection.ops.quote_name(model._meta.db_table)
            condition = _condition(model)
            cursor.execute(
                f"""
                ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
                DROP POLICY IF EXISTS {POLICY} ON {table};
                CREATE POLICY {POLICY} ON {table} USING ({condition}) WITH CHECK ({condition});
                DROP POLICY IF EXISTS {POLICY_OF_READING} ON {table};
                """
            )
            if getattr(model, "read_by_all_municipalities", ""):
                which = getattr(model, "read_by_all_where", "true")
                cursor.execute(f"CREATE POLICY {POLICY_OF_READING} ON {table} FOR SELECT USING ({which})")
        for model in apps.get_models(include_auto_created=True):
            if getattr(model, "append_only", False) and model._meta.db_table in built:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {web_role}")


def fenced_models() -> list[type[Model]]:
    """Give every model whose table carries a municipality and is not shared by decision."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if not getattr(model, "shared_between_municipalities", "")
        and not model._meta.proxy
        and any(field.column == "municipality_id" for field in model._meta.local_concrete_fields)
    ]


def _condition(model: type[Model]) -> str:
    """Rows of the installation itself, where a table has such, are seen only outside any scope."""
    column = next(field for field in model._meta.local_concrete_fields if field.column == "municipality_id")
    return CONDITION_WITH_INSTALLATION if column.null else CONDITION
