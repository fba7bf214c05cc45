import io
from dataclasses import replace
from typing import Any

import click
import segno

from dygn.base.errors import Refusal
from dygn.config.cli.actor import administering, operating
from dygn.config.cli.frame import (
    as_json,
    console,
    for_municipality,
    in_municipality_called,
    show,
    with_django,
)

a_role = click.option(
    "--role", "roles", multiple=True, help="A role, or ROLE:UNIT for one unit. May be repeated."
)


@click.group()
def staff() -> None:
    """Those who work in a municipality, and what they may do."""


@staff.command("list")
@for_municipality
@as_json
@with_django
def list_them(slug: str, as_json: bool) -> None:
    """List those who work there, with their units and roles."""
    from dygn.identity.queries import active_staff

    with in_municipality_called(slug):
        rows = [
            {
                "name": member.name,
                "email": member.email,
                "units": " ".join(unit.key for unit in member.units.all()),
                "roles": " ".join(_told(role) for role in member.roles.select_related("unit")),
            }
            for member in active_staff().prefetch_related("units")
        ]
    show(rows, json_wanted=as_json, empty="Nobody yet: dygn staff add --help")


@staff.command()
@for_municipality
@click.option("--name", required=True)
@click.option("--email", required=True, help="As the log-in service knows it.")
@click.option("--title", default="", help="What they are called at work.")
@click.option("--phone", default="")
@click.option("--unit", "units", multiple=True, help="A unit's short name. May be repeated.")
@a_role
@with_django
def add(slug: str, units: tuple[str, ...], roles: tuple[str, ...], **said: str) -> None:
    """Let somebody work there. Their account is made when they first log in."""
    from dygn.identity.actions.save_staff_member import StaffFacts, add_staff_member

    with in_municipality_called(slug) as municipality:
        facts = StaffFacts(
            said["name"], said["email"], title=said.get("title", ""), phone=said.get("phone", ""),
            unit_ids=frozenset(map(_unit, units)), roles=frozenset(map(_role, roles)),
        )  # fmt: skip
        add_staff_member(facts, actor=administering(municipality))
        console.print(f"{facts.name} works in {municipality.name} now.")


@staff.command()
@for_municipality
@click.argument("email")
@click.option("--name")
@click.option("--email", "new_email", help="The new address, as the log-in service knows it.")
@click.option("--title", help="What they are called at work.")
@click.option("--phone")
@click.option("--unit", "units", multiple=True, help="In place of the units they had. May be repeated.")
@click.option("--no-unit", is_flag=True, help="They work in no unit any longer.")
@with_django
def change(slug: str, email: str, units: tuple[str, ...], no_unit: bool, **said: str | None) -> None:
    """Change what is said of the one with the address EMAIL. What is not named stays as it is."""
    from dygn.identity.actions.save_staff_member import change_staff_member

    said["email"] = said.pop("new_email")
    with in_municipality_called(slug) as municipality:
        member = _member(email)
        changes: dict[str, Any] = {name: text for name, text in said.items() if text is not None}
        if units or no_unit:
            changes["unit_ids"] = frozenset(map(_unit, units))
        facts = replace(_facts_of(member), **changes)
        change_staff_member(member.pk, facts, actor=administering(municipality))
        console.print(f"{facts.name}: changed.")


@staff.command()
@for_municipality
@click.argument("email")
@a_role
@with_django
def role(slug: str, email: str, roles: tuple[str, ...]) -> None:
    """Give somebody these roles in place of those they had."""
    from dygn.identity.actions.save_staff_member import change_staff_member

    with in_municipality_called(slug) as municipality:
        member = _member(email)
        facts = replace(_facts_of(member), roles=frozenset(map(_role, roles)))
        change_staff_member(member.pk, facts, actor=administering(municipality))
        console.print(f"{member.name}: {', '.join(roles) or 'no role'}.")


@staff.command()
@for_municipality
@click.argument("email")
@click.option("--in/--out", "let_in", required=True, help="Let them in, or no longer.")
@with_django
def access(slug: str, email: str, let_in: bool) -> None:
    """Let somebody log in, or no longer. What they have done stays under their name."""
    from dygn.identity.actions.save_staff_member import set_staff_active

    with in_municipality_called(slug) as municipality:
        member = set_staff_active(_member(email).pk, let_in, actor=administering(municipality))
        console.print(f"{member.name} can log in." if let_in else f"{member.name} can no longer log in.")


@staff.command()
@click.option("--issuer", default="Dygn", show_default=True, help="The name that the app shows.")
@with_django
def emergency(issuer: str) -> None:
    """Make the installation's emergency account, or give it a new secret. What is shown is shown once."""
    from dygn.identity.actions.set_up_emergency_account import set_up_emergency_account

    address = set_up_emergency_account(issuer=issuer)
    drawn = io.StringIO()
    segno.make(address).terminal(out=drawn, compact=True)
    click.echo(drawn.getvalue())
    click.echo(address)
    console.print("Read it into an authenticator app, and lock it away. Each use of it is announced.")


@staff.command()
@for_municipality
@click.argument("email")
@click.option("--in/--out", "let_in", required=True, help="Let them operate, or no longer.")
@with_django
def operator(slug: str, email: str, let_in: bool) -> None:
    """Let somebody operate the whole installation (/ops/), or no longer."""
    from dygn.identity.actions.set_operator import set_operator

    with in_municipality_called(slug):
        member = set_operator(_member(email).pk, let_in, actor=operating())
        console.print(
            f"{member.name} operates the installation." if let_in else f"{member.name} no longer does."
        )


def _told(held: Any) -> str:
    return f"{held.role}:{held.unit.key}" if held.unit else held.role


def _role(text: str) -> tuple[str, int | None]:
    from dygn.identity.access import Role

    name, _, unit = text.partition(":")
    if name not in Role.values:
        raise Refusal("unknown_role", f"There is no role {name!r}. Known: {', '.join(Role.values)}.")
    return name, _unit(unit) if unit else None


def _unit(key: str) -> int:
    from dygn.municipalities.queries import all_units, unit_with_key

    unit = unit_with_key(key)
    if unit is None:
        known = ", ".join(each.key for each in all_units()) or "none yet"
        raise Refusal("unknown_unit", f"There is no unit {key!r}. Known: {known}.")
    return unit.pk


def _member(email: str) -> Any:
    from dygn.identity.models import StaffMember

    member = StaffMember.objects.filter(email__iexact=email).first()
    if member is None:
        raise Refusal("unknown_staff", f"Nobody there has the e-mail address {email}.")
    return member


def _facts_of(member: Any) -> Any:
    from dygn.identity.actions.save_staff_member import StaffFacts

    return StaffFacts(
        name=member.name,
        email=member.email,
        title=member.title,
        phone=member.phone,
        unit_ids=frozenset(member.units.values_list("pk", flat=True)),
        roles=frozenset(member.roles.values_list("role", "unit_id")),
    )
