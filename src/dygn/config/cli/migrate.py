import click

from dygn.config.cli.frame import console, database_at_hand, set_up_django


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when something is to be migrated.")
def migrate(check: bool) -> None:
    """Bring the database in step with this version. Asks as the owner role."""
    with database_at_hand(as_owner=True):
        set_up_django()
        waiting = migrations_waiting()
        if check:
            for name in waiting:
                click.echo(name)
            raise SystemExit(1 if waiting else 0)
        migrate_now()
        console.print(f"{len(waiting)} migrations done." if waiting else "Nothing to migrate.")


def migrations_waiting() -> list[str]:
    """Give the migrations that the database has not had."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate_now() -> None:
    """Migrate, and give each table its fence and the web role its rights."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
