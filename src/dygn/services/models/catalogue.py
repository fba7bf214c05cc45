"""The catalogue in which municipalities offer services to one another.

What a municipality offers, says and uses is read by all of the installation and written by itself alone: the
database sees to both (see ``municipalities.actions.secure_tables``). Nothing of a municipality's surroundings
stands here: no unit, no setting, no key, nobody's number.
"""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text
from dygn.base.saying import from_kept
from dygn.base.words import pick
from dygn.municipalities.models import MunicipalityOwned

EVERYBODY = "municipalities offer services to one another: all read, only the one whose it is writes"
# What is fetched from another installation's address is for the municipality that looks there alone.
OF_WHAT_IS_OFFERED_HERE = (
    "EXISTS (SELECT 1 FROM services_catalogueentry e WHERE e.id = entry_id AND e.source_id IS NULL)"
)


class CatalogueSource(MunicipalityOwned):
    """The address of another installation's catalogue, that a municipality has chosen to look in."""

    name = models.CharField(max_length=120)
    address = models.URLField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True, help_text="In whose name it signs.")
    public_key = models.CharField(max_length=200, blank=True, help_text="The key we trust it by.")
    added_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, help_text="What went wrong at the latest fetching.")
    refused = models.JSONField(default=list, help_text="What was not taken in, and why.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "address"], name="catalogue_source_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def not_taken_in(self) -> list[tuple[str, Text]]:
        """The key of each package that was not taken in, and why, in the reader's language."""
        return [(each["key"], from_kept(each["why"])) for each in self.refused]

    @property
    def subject(self) -> str:
        """The key by which other domains speak of this address."""
        return f"catalogue_source:{self.pk}"


class CatalogueEntry(MunicipalityOwned):
    """A service that is offered: by a municipality of this installation, or at an address of ``source``."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        DEPRECATED = "deprecated", _("No longer recommended")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    read_by_all_municipalities = EVERYBODY
    read_by_all_where = "source_id IS NULL"

    source = models.ForeignKey(
        "services.CatalogueSource", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    offered_by = models.CharField(max_length=120, help_text="The name of the municipality.")
    offered_by_key = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    key = models.SlugField(max_length=80)
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    topics = models.JSONField(default=list, help_text="Life events and topics.")
    words = models.TextField(blank=True, help_text="What it is found by, in small letters.")
    why = models.CharField(max_length=300, blank=True, help_text="Why it is good, in a line.")
    contact = models.CharField(max_length=200, blank=True, help_text="Whom to ask.")
    tags = models.JSONField(default=list)
    is_open = models.BooleanField(default=True, help_text="For other installations too.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    state_note = models.CharField(max_length=300, blank=True, help_text="Why, and what to do instead.")
    instead = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    newest_number = models.PositiveIntegerField()
    newest_hash = models.CharField(max_length=64)
    offered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    told_uses = models.PositiveIntegerField(default=0, help_text="How many use it, as its source says.")
    told_rating = models.FloatField(null=True, blank=True)

    everywhere: models.Manager["CatalogueEntry"] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"], condition=models.Q(source=None), name="catalogue_entry_once"
            ),
            models.UniqueConstraint(
                fields=["source", "offered_by_key", "key"],
                condition=models.Q(source__isnull=False),
                name="catalogue_outside_entry_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "-changed_at"], name="catalogue_by_change")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return pick(self.titles, get_language() or "en") or self.key

    @property
    def summary(self) -> str:
        return pick(self.summaries, get_language() or "en")

    @property
    def subject(self) -> str:
        """The key by which other domains speak of this offer."""
        return f"catalogue:{self.pk}"

    @property
    def is_deprecated(self) -> bool:
        return self.state == self.State.DEPRECATED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN


class CatalogueVersion(MunicipalityOwned):
    """A version as it was when it was offered: the package itself, signed where there is a key. It never changes.

    ``offered_at`` is renewed when it is offered again after a withdrawal.
    """

    read_by_all_municipalities = EVERYBODY
    read_by_all_where = OF_WHAT_IS_OFFERED_HERE

    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    package = models.BinaryField()
    is_signed = models.BooleanField(default=False)
    trust = models.CharField(max_length=12, blank=True, help_text="How sure it is who gives it away.")
    publisher = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="What is new, in a line.")
    offered_at = models.DateTimeField()

    everywhere: models.Manager["CatalogueVersion"] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(fields=["entry", "content_hash"], name="catalogue_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class CatalogueUse(MunicipalityOwned):
    """A municipality has made a service of its own from an offer. Who works there is not told."""

    read_by_all_municipalities = EVERYBODY
    read_by_all_where = OF_WHAT_IS_OFFERED_HERE

    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.CASCADE, related_name="uses")
    service = models.OneToOneField("services.Service", on_delete=models.CASCADE, related_name="catalogue_use")
    content_hash = models.CharField(max_length=64, help_text="The version that was taken in last.")
    is_running = models.BooleanField(default=False, help_text="People can use it there.")
    adopted_at = models.DateTimeField()
    told_of = models.CharField(max_length=90, blank=True, help_text="The news that its owner was told of.")

    everywhere: models.Manager["CatalogueUse"] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"

    def __str__(self) -> str:
        return f"{self.municipality_id} uses {self.entry_id}"


class CatalogueComment(MunicipalityOwned):
    """What somebody at a municipality that uses a service has to say of it."""

    read_by_all_municipalities = EVERYBODY
    read_by_all_where = OF_WHAT_IS_OFFERED_HERE

    entry = models.ForeignKey("services.CatalogueEntry", on_delete=models.CASCADE, related_name="comments")
    author = models.CharField(max_length=80, help_text="The key of who wrote it.")
    name = models.CharField(max_length=200)
    rating = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2_000)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    everywhere: models.Manager["CatalogueComment"] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "municipality", "author"], name="catalogue_comment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=5), name="catalogue_rating_of_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.rating}"


class CatalogueFold(MunicipalityOwned):
    """The municipality that offers a service has folded a comment away, and says why. The rating still counts."""

    read_by_all_municipalities = EVERYBODY

    # Without a constraint in the database: whoever wrote the comment takes it back without asking for our row.
    comment = models.OneToOneField(
        "services.CatalogueComment", on_delete=models.DO_NOTHING, related_name="fold", db_constraint=False
    )
    reason = models.CharField(max_length=300)
    folded_at = models.DateTimeField()

    everywhere: models.Manager["CatalogueFold"] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"

    def __str__(self) -> str:
        return f"{self.comment_id} folded"
