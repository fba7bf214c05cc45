from django.contrib.auth.models import Group

from dygn.identity.models import Account
from dygn.municipalities.models import Municipality
from dygn.portal.actions.prepare_editors import editors_group_name, prepare_editors


def let_editor_in(account: Account, municipality: Municipality) -> None:
    """Give the account the rights of the municipality's editors. Twice is once."""
    name = editors_group_name(municipality)
    if account.groups.filter(name=name).exists():
        return
    group = Group.objects.filter(name=name).first() or prepare_editors(municipality)
    account.groups.add(group)


def shut_editor_out(account: Account, municipality: Municipality) -> None:
    """Take the rights away. Twice is once."""
    account.groups.remove(*Group.objects.filter(name=editors_group_name(municipality)))
