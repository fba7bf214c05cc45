"""Reading what stands in acceptance protocols."""

from collections.abc import Iterable

from django.db.models import QuerySet

from dygn.services.models import AcceptanceTest, Approval, ProtocolWaiver, Publication, Service, Version
from dygn.services.rules.acceptance import Approved, Noted, Protocol


def protocol_of(version: Version) -> Protocol:
    """Give the acceptance protocol of a version. What was said of other content does not count."""
    same = {"version_id": version.pk, "content_hash": version.content_hash}
    tests = AcceptanceTest.objects.filter(**same).order_by("pk")
    approvals = Approval.objects.filter(**same).select_related("withdrawn_by").order_by("pk")
    return Protocol(
        number=version.number,
        content_hash=version.content_hash,
        tests=tuple(_noted(each) for each in tests),
        approvals=tuple(_approved(each) for each in approvals),
    )


def _noted(test: AcceptanceTest) -> Noted:
    return Noted(
        kind=test.kind,
        scenario=test.scenario,
        title=test.title,
        is_as_expected=test.is_as_expected,
        remarks=test.remarks,
        tester=test.tester_name,
        at=test.tested_at,
        result=test.result,
    )


def _approved(approval: Approval) -> Approved:
    failed = approval.withdrawn_by
    return Approved(
        role=approval.role,
        approver=approval.approver_name,
        at=approval.approved_at,
        remarks=approval.remarks,
        withdrawn_at=failed.tested_at if failed else None,
    )


def waiver_of(service: Service) -> ProtocolWaiver | None:
    """Give the municipality's word that the service goes without a protocol; None when it needs one."""
    return ProtocolWaiver.objects.filter(service=service).first()


def publications_of(version: Version) -> list[Publication]:
    """Give when the version was published, the latest first."""
    return list(Publication.objects.filter(version=version).order_by("-pk"))


def last_publications(services: Iterable[Service]) -> dict[int, Publication]:
    """Give how what people use now was published the last time, by the service's id."""
    versions = [each.published_version_id for each in services if each.published_version_id]
    latest = _latest_of(versions).select_related("version")
    return {each.version.service_id: each for each in latest}


def _latest_of(versions: list[int]) -> QuerySet[Publication]:
    return (
        Publication.objects.filter(version_id__in=versions)
        .order_by("version_id", "-pk")
        .distinct("version_id")
    )


def waivers() -> dict[int, ProtocolWaiver]:
    """Give the services that go without a protocol, by id."""
    return {each.service_id: each for each in ProtocolWaiver.objects.all()}
