import io

import click
import segno

from dygn.config.cli.frame import console, with_django


@click.command("emergency-account")
@click.option("--name", default="Dygn", show_default=True, help="What the authenticator app calls it.")
@click.confirmation_option(prompt="The emergency account before, if there is one, opens nothing then. Go on?")
@with_django
def emergency_account(name: str) -> None:
    """Make the emergency account anew and show the QR code for an authenticator app, once."""
    from dygn.identity.actions.set_up_emergency_account import set_up_emergency_account

    address = set_up_emergency_account(issuer=name)
    drawn = io.StringIO()
    segno.make(address).terminal(out=drawn, compact=True)
    console.print(drawn.getvalue(), highlight=False, markup=False)
    console.print(
        f"Read it with an authenticator app, or enter it there: {address}", soft_wrap=True, markup=False
    )
    console.print(
        "It opens https://HOST/ops/emergency/ . Each use is written down and announced.", markup=False
    )
