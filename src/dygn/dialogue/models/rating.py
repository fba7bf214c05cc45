from django.db import models

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned


class Rating(MunicipalityOwned):
    """How somebody found something. Nobody's name stands here; what they wrote may hold one, so it is sealed and goes.

    The number is kept in the figures from the first moment; the row itself goes with its comment.
    """

    about = models.CharField(max_length=80, help_text="The subject's key, such as service:12.")
    address = models.CharField(max_length=300)
    sending = models.CharField(
        max_length=64,
        blank=True,
        help_text="Of what was sent, by a key that the database does not hold; empty for a page.",
    )
    score = models.PositiveSmallIntegerField()
    comment = SealedTextField(blank=True, default="")
    has_comment = models.BooleanField(default=False)
    language = models.CharField(max_length=5)
    made_at = models.DateTimeField()
    kept_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sending"],
                condition=~models.Q(sending=""),
                name="sending_rated_once",
            ),
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="score_from_one_to_five"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "about", "-made_at"],
                name="comment_by_subject",
                condition=models.Q(has_comment=True),
            ),
            models.Index(fields=["municipality", "kept_until"], name="rating_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.score}"
