import pyotp
from django.db import transaction

from dygn.identity.models import EmergencyAccount
from dygn.identity.models.emergency import CODE_DIGITS


@transaction.atomic
def set_up_emergency_account(*, issuer: str) -> str:
    """Make the emergency account, or give it a new secret; the one before opens nothing from now on.

    Gives the address (otpauth://) that an authenticator app reads as a QR code. It is shown once.
    """
    secret = pyotp.random_base32()
    EmergencyAccount.objects.update_or_create(only=True, defaults={"secret": secret, "last_step": 0})
    return pyotp.TOTP(secret, digits=CODE_DIGITS).provisioning_uri(name="emergency", issuer_name=issuer)
