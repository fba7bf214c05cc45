from secrets import token_hex
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from dygn.base.tenancy import current_municipality_id, required_municipality_id


class AccountManager(BaseUserManager["Account"]):
    """Gives the scope's accounts. Without a scope there are none, and no error: Django and Wagtail
    ask for the account of a session before any page of ours can say in which municipality.
    """

    def get_queryset(self) -> models.QuerySet["Account"]:
        municipality_id = current_municipality_id()
        accounts = super().get_queryset()
        return (
            accounts.none() if municipality_id is None else accounts.filter(municipality_id=municipality_id)
        )

    def create_account(self, *, email: str, name: str, **fields: Any) -> "Account":
        """Make an account that can be logged in to only through the municipality's log-in service."""
        municipality_id = required_municipality_id()
        given, _space, family = name.rpartition(" ")
        account = Account(
            municipality_id=municipality_id,
            username=token_hex(16),  # e-mail addresses change hands; nobody types this name
            email=email,
            first_name=given,
            last_name=family,
            **fields,
        )
        account.set_unusable_password()
        account.save()
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """What Django's and Wagtail's sessions and permissions hang on, one for each member of staff.

    It has no password: staff log in at their employer's log-in service.
    """

    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="+"
    )
    username = models.CharField(max_length=280, unique=True)
    email = models.EmailField()
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.last_name
