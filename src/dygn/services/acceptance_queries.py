"""Reading what stands in acceptance protocols."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from dygn.forms.rules.definition import FormDefinition, Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.models import AcceptanceTest, Approval, ProtocolWaiver, Publication, Service, Version
from dygn.services.queries import definition_of
from dygn.services.rules.acceptance import BY_HAND, BY_SYSTEM, ROLES, Approved, Noted, Protocol
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.scenarios import Scenario, occasion_of, scenario_documents, scenario_from
from dygn.services.rules.scenario_steps import Walk, walk_of

MOST_LISTED = 50


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


def languages_unseen(definition: ServiceDefinition, protocol: Protocol) -> list[str]:
    """Give the languages of a service that nobody has let axe look at. Long ago only the tester's own was noted."""
    results = [each.result for each in protocol.tests if each.kind == AcceptanceTest.Kind.ACCESSIBILITY]
    seen = {language for each in results for language in each.get("languages", [each.get("language")])}
    return [language for language in definition.languages if language not in seen]


def answered_to_the_end(version: Version, form: FormDefinition, language: str) -> Filling:
    """Give the form as the first scenario that can be sent fills it in; empty where there is none.

    The version was read with its files.
    """
    fillings = [Filling(form, each.answers, occasion_of(each, language)) for each in scenarios_of(version)]
    sent = (each for each in fillings if each.first_unfinished_page() is None)
    return next(sent, Filling(form, {}, Occasion(timezone.localdate(), "se", language)))


def scenarios_of(version: Version) -> list[Scenario]:
    """Give the scenarios of a version that was read with its files, by name."""
    documents = scenario_documents(PackageFiles(version.files))
    return sorted((scenario_from(each) for each in documents), key=lambda each: each.name)


def walk_through(version: Version, name: str, language: str) -> tuple[Scenario, Walk] | None:
    """Give a scenario of that name with the way through the form; None when there is none."""
    scenario = next((each for each in scenarios_of(version) if each.name == name), None)
    if scenario is None:
        return None
    return scenario, walk_of(scenario, definition_of(version.pk).form, language)


def approved_among(versions: Iterable[Version]) -> set[int]:
    """Give the ids of those versions that are approved and may be published."""
    hashes = {each.pk: each.content_hash for each in versions}
    tried: dict[int, set[str]] = defaultdict(set)
    roles: dict[int, set[str]] = defaultdict(set)
    tests = AcceptanceTest.objects.filter(version_id__in=hashes).values_list(
        "version_id", "kind", "content_hash"
    )
    for version_id, kind, content in tests.distinct():
        if content == hashes[version_id]:
            tried[version_id].add(kind)
    given = Approval.objects.filter(version_id__in=hashes, withdrawn_by=None)
    for version_id, role, content in given.values_list("version_id", "role", "content_hash"):
        if content == hashes[version_id]:
            roles[version_id].add(role)
    return {each for each in hashes if tried[each] >= {BY_HAND, BY_SYSTEM} and roles[each] >= set(ROLES)}


def published_without_protocol(services: Iterable[Service]) -> set[int]:
    """Give the ids of the services that people use now and that were published without a protocol.

    What was published before there were protocols had none either.
    """
    used = [each for each in services if each.published_version_id]
    last = last_publications(used)
    return {each.pk for each in used if each.pk not in last or last[each.pk].is_without_protocol}


def versions_to_accept() -> list[tuple[Version, Protocol]]:
    """Give the newest version of each service that nobody has published yet, with its protocol, the latest first."""
    newest = Version.objects.order_by("service_id", "-number").distinct("service_id").values("pk")
    waiting = Version.objects.filter(pk__in=newest, published_at=None).select_related("service")
    return [(each, protocol_of(each)) for each in waiting.order_by("-made_at")[:MOST_LISTED]]
