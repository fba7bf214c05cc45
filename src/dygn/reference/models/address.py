from django.db import models

from dygn.reference.rules.address_text import searchable


class Address(models.Model):
    """A street address from a national register, as it is written on a letter.

    The register keeps what an address was called before; only the present one is found.
    """

    country = models.CharField(max_length=2)
    key = models.CharField(
        max_length=64, help_text="The register's own number of this version of the address."
    )
    text = models.CharField(max_length=200)
    searched = models.CharField(max_length=200, db_collation="C")
    street = models.CharField(max_length=100)
    number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=10)
    place = models.CharField(max_length=60)
    municipality_code = models.CharField(max_length=8, blank=True)
    is_in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "key"], name="address_key_once")]
        indexes = [
            models.Index(
                fields=["country", "searched"],
                condition=models.Q(is_in_use=True),
                name="address_by_beginning",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def street_line(self) -> str:
        """The line of the address that stands above the postcode, with floor and door where there are such."""
        return self.text.removesuffix(f", {self.postcode} {self.place}")

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the text that is searched."""
        self.searched = searchable(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
