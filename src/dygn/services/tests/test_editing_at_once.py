"""Authors who save, make a version and plan at the same moment: the service is locked before its copy by all."""

import pytest

from dygn.base.errors import Refusal
from dygn.services.actions.edit_package import edit_package, make_version, take_up
from dygn.services.actions.install_package import install_package
from dygn.services.models import Version, WorkingCopy
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.tests.factories import NOON, a_package, a_service
from dygn.services.tests.test_acceptance_at_once import at_once
from tests.cast import an_author, scope


@pytest.fixture
def service(committed):
    service = a_service()
    with scope():
        take_up(service.pk, actor=an_author(), now=NOON)
    return service


def test_nobody_waits_in_a_circle(service):
    author = an_author()

    def save():
        def change(package):
            return EditedPackage({**package.data, "summary": {"sv": "Ny.", "en": "New."}}, package.files)

        try:
            edit_package(service.pk, change, seen=1, what="x", actor=author, now=NOON, language="en")
        except Refusal as refusal:
            assert refusal.code == "changed_meanwhile"

    def make():
        try:
            make_version(service.pk, seen=1, actor=author, now=NOON)
        except Refusal as refusal:
            assert refusal.code == "changed_meanwhile"

    newer = a_package(summary="{sv: Nyare., en: Newer.}")
    at_once(save, make, lambda: install_package(newer, actor=author, now=NOON), save, make)
    with scope():
        assert WorkingCopy.objects.get().revision == 2 and Version.objects.count() in (2, 3)
