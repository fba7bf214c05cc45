"""A municipality's services in the words of CPSV-AP 3.2, and of the Norwegian profile where it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dygn.base.markdown import markdown_text
from dygn.services.rules.definition import Channel, Classification, ServiceDefinition, Texts
from dygn.services.rules.open_data.graph import Graph, Thing, plain, texts, thing

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
LANGUAGES = {"sv": "SWE", "da": "DAN", "nb": "NOB", "nn": "NNO", "en": "ENG"}
COUNTRIES = {"se": "SWE", "dk": "DNK", "no": "NOR"}
CURRENCIES = {"se": "SEK", "dk": "DKK", "no": "NOK"}
NORWAY = "no"
LICENCE = f"{_AUTHORITY}licence/CC_BY_4_0"
COMPLETED = f"{_AUTHORITY}distribution-status/COMPLETED"
LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"
_CHANNELS = "https://data.norge.no/vocabulary/service-channel-type#"
CHANNEL_TYPES = {
    "phone": f"{_CHANNELS}telephone",
    "visit": f"{_CHANNELS}service-bureau",
    "email": f"{_CHANNELS}e-mail",
    "web": f"{_CHANNELS}online-service",
}
PLACE_TYPES = ("dct:Location", "eu:atu-type")  # what releases 3.2.0 and 3.1.1 each call a place
LOS = "https://psi.norge.no/los/"


@dataclass(frozen=True)
class OpenAuthority:
    """The municipality as the catalogue tells of it. ``place`` is where the catalogue stands."""

    place: str
    site: str
    name: str
    language: str
    country: str
    code: str = ""
    phone: str = ""
    email: str = ""
    visit: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class OpenWords:
    """What the house itself says in the catalogue, in each language of the municipality."""

    title: Texts
    description: Texts
    rules: Texts


@dataclass(frozen=True)
class OpenService:
    """A published service: its definition, its page, who answers for it and the law it stands on."""

    definition: ServiceDefinition
    page: str
    classification: Classification
    phone: str = ""
    email: str = ""
    law: str = ""
    law_url: str = ""


@dataclass(frozen=True)
class OpenCatalogue:
    """All that the graph is made from. ``topics`` are the titles of KLE and Los by number or address."""

    authority: OpenAuthority
    words: OpenWords
    services: Sequence[OpenService]
    changed_at: datetime | None = None
    topics: Mapping[str, Texts] = field(default_factory=dict)


def catalogue_graph(catalogue: OpenCatalogue) -> Graph:
    """Give everything that is said about the municipality's services."""
    writer = _Writer(catalogue)
    writer.write_authority()
    writer.write_catalogue()
    for service in catalogue.services:
        writer.write_service(service)
    return writer.graph


class _Writer:
    """Writes one catalogue; every thing has an address below the place where the catalogue stands."""

    def __init__(self, catalogue: OpenCatalogue) -> None:
        self.catalogue = catalogue
        self.authority = catalogue.authority
        self.graph = Graph()
        self.keys = {each.definition.key for each in catalogue.services}

    def at(self, name: str) -> str:
        return f"{self.authority.place}#{name}"

    def service_at(self, key: str) -> str:
        return self.at(f"service-{key}")

    def made(self, name: str, *types: str) -> str:
        """Make a thing of our own: its identifier is its address."""
        address = self.graph.make(self.at(name), *types)
        self.graph.say(address, "dct:identifier", plain(address, "xsd:anyURI"))
        return address

    def concept(self, address: str) -> Thing:
        """Give a notion of a vocabulary, said to be one, as the shapes want it."""
        self.graph.make(address, "skos:Concept")
        return Thing(address)

    def languages(self, codes: Sequence[str]) -> list[Thing]:
        known = [f"{_AUTHORITY}language/{LANGUAGES[code]}" for code in codes if code in LANGUAGES]
        return [Thing(self.graph.make(address, "dct:LinguisticSystem")) for address in known]

    def write_authority(self) -> None:
        """The municipality, where it lies, and how it is reached."""
        said, own = (
            self.authority,
            self.made("municipality", "cv:PublicOrganisation", "org:Organization", "foaf:Agent"),
        )
        name = texts({said.language: said.name})
        self.graph.say(own, "dct:title", *name)
        self.graph.say(own, "skos:prefLabel", *name)
        self.graph.say(own, "dct:type", Thing(LOCAL_AUTHORITY))
        self.graph.say(own, "foaf:homepage", self._document(said.site))
        self.graph.say(own, "dct:spatial", *self._places())
        if said.visit:
            address = self.graph.make(self.at("address"), "locn:Address")
            self.graph.say(address, "locn:fullAddress", *texts(said.visit))
            self.graph.say(own, "locn:address", Thing(address))
        self._contact("contact", said.phone, said.email, said.site)

    def _places(self) -> list[Thing]:
        country = f"{_AUTHORITY}country/{COUNTRIES[self.authority.country]}"
        self.graph.make(country, *PLACE_TYPES)
        if not self.authority.code:
            return [Thing(country)]
        own = self.made("place", *PLACE_TYPES)
        self.graph.say(own, "rdfs:label", *texts({self.authority.language: self.authority.name}))
        self.graph.say(own, "skos:notation", plain(self.authority.code))
        return [Thing(country), Thing(own)]

    def write_catalogue(self) -> None:
        """The catalogue as a data set of services; in Norway as a catalogue too."""
        self._described("dataset", "dcat:Dataset", "dct:hasPart")
        if self.authority.country == NORWAY and self.keys:
            catalogue = self._described("catalogue", "dcat:Catalog", "dcatno:containsService")
            self.graph.say(catalogue, "cv:contactPoint", Thing(self.at("contact")))
            self.graph.say(catalogue, "dcat:dataset", Thing(self.at("dataset")))

    def _described(self, name: str, kind: str, holds: str) -> str:
        words, changed_at = self.catalogue.words, self.catalogue.changed_at
        made = self.made(name, kind)
        self.graph.say(made, "dct:title", *texts(words.title))
        self.graph.say(made, "dct:description", *texts(words.description))
        self.graph.say(made, "dct:publisher", Thing(self.at("municipality")))
        self.graph.say(made, "dct:language", *self.languages(list(words.title)))
        self.graph.say(made, "dct:license", Thing(LICENCE))
        if changed_at is not None:
            self.graph.say(
                made, "dct:modified", plain(changed_at.isoformat(timespec="seconds"), "xsd:dateTime")
            )
        self.graph.say(
            made, holds, *(Thing(self.service_at(each.definition.key)) for each in self.catalogue.services)
        )
        return made

    def write_service(self, service: OpenService) -> None:
        """Everything about one service."""
        said, key = service.definition, service.definition.key
        own = self.made(f"service-{key}", "cpsv:PublicService")
        self.graph.say(own, "dct:title", *texts(said.title))
        self.graph.say(own, "dct:description", *texts(_description(said)))
        self.graph.say(own, "cv:hasCompetentAuthority", Thing(self.at("municipality")))
        self.graph.say(own, "adms:status", self.concept(COMPLETED))
        self.graph.say(own, "dct:language", *self.languages(said.languages))
        self.graph.say(own, "dct:spatial", *self._places())
        self.graph.say(own, "foaf:homepage", self._document(service.page))
        self.graph.say(
            own,
            "cv:contactPoint",
            self._contact(f"contact-{key}", service.phone, service.email, service.page),
        )
        if said.expected_days:
            self.graph.say(own, "cv:processingTime", plain(f"P{said.expected_days}D", "xsd:duration"))
        keywords = {language: ", ".join(words) for language, words in said.words.items()}
        self.graph.say(own, "dcat:keyword", *texts(keywords))  # release 3.1.1 allows one in each language
        related = [each for each in said.related if each in self.keys and each != key]
        self.graph.say(own, "cv:relatedService", *(Thing(self.service_at(each)) for each in related))
        self.graph.say(own, "cv:thematicArea", *self._areas(service.classification))
        self._write_channels(own, service)
        self._write_cost(own, said)
        self._write_requirements(own, said)
        self._write_law(own, service)

    def _write_channels(self, own: str, service: OpenService) -> None:
        said = service.definition
        online = self._channel(f"{said.key}-online", CHANNEL_TYPES["web"])
        self.graph.say(online, "vcard:hasURL", thing(service.page))
        self.graph.say(own, "cv:hasChannel", Thing(online))
        for number, channel in enumerate(said.channels, 1):
            other = self._channel(f"{said.key}-{number}", CHANNEL_TYPES.get(channel.kind, ""))
            self.graph.say(other, "dct:description", *texts(_plain(channel.text)))
            self._reach(other, channel)
            self.graph.say(own, "cv:hasChannel", Thing(other))

    def _channel(self, name: str, kind: str) -> str:
        made = self.made(f"channel-{name}", "cv:Channel")
        if kind:
            self.graph.say(made, "dct:type", self.concept(kind))
        self.graph.say(made, "cv:ownedBy", Thing(self.at("municipality")))
        return made

    def _reach(self, channel: str, said: Channel) -> None:
        if said.kind == "email" and self.authority.email:
            self.graph.say(channel, "vcard:hasEmail", plain(self.authority.email))
        if said.kind == "phone" and self.authority.phone:
            self.graph.say(channel, "vcard:hasTelephone", plain(self.authority.phone))

    def _write_cost(self, own: str, said: ServiceDefinition) -> None:
        if said.fee is None:
            return
        cost = self.made(f"cost-{said.key}", "cv:Cost")
        if said.fee.amount is not None:
            currency = f"{_AUTHORITY}currency/{CURRENCIES[self.authority.country]}"
            self.graph.say(cost, "cv:hasValue", plain(f"{said.fee.amount / 100:.2f}", "xsd:double"))
            self.graph.say(cost, "cv:currency", self.concept(currency))
        self.graph.say(cost, "dct:description", *texts(said.fee.text))
        self.graph.say(own, "cv:hasCost", Thing(cost))

    def _write_requirements(self, own: str, said: ServiceDefinition) -> None:
        for number, wanted in enumerate(said.have_ready, 1):
            requirement = self.made(f"requirement-{said.key}-{number}", "cv:Requirement")
            self.graph.say(requirement, "dct:title", *texts(wanted))
            self.graph.say(own, "cv:holdsRequirement", Thing(requirement))

    def _write_law(self, own: str, service: OpenService) -> None:
        key, law = service.definition.key, ""
        if service.law or service.law_url:
            law = self.graph.make(self.at(f"law-{key}"), "eli:LegalResource")
            self.graph.say(law, "dct:title", *texts({self.authority.language: service.law}))
            self.graph.say(law, "rdfs:seeAlso", *([thing(service.law_url)] if service.law_url else []))
            self.graph.say(own, "cv:hasLegalResource", Thing(law))
        if any(service.definition.rules.values()):
            rule = self.made(f"rule-{key}", "cpsv:Rule")
            self.graph.say(rule, "dct:title", *texts(self.catalogue.words.rules))
            self.graph.say(rule, "dct:description", *texts(_plain(service.definition.rules)))
            self.graph.say(rule, "dct:language", *self.languages(service.definition.languages))
            self.graph.say(rule, "cpsv:implements", *([Thing(law)] if law else []))
            self.graph.say(own, "cpsv:follows", Thing(rule))

    def _areas(self, said: Classification) -> list[Thing]:
        numbers = {"KLE": said.kle, "KLASSA": said.klassa}
        areas = [
            self._area(self.at(f"{name.lower()}-{number}"), number)
            for name, number in numbers.items()
            if number
        ]
        return [*areas, *(self._area(los, "") for los in said.los if los.startswith(LOS))]

    def _area(self, address: str, number: str) -> Thing:
        area = self.concept(thing(address).address)
        self.graph.say(
            area.address, "skos:prefLabel", *texts(self.catalogue.topics.get(number or address, {}))
        )
        if number:
            self.graph.say(area.address, "skos:notation", plain(number))
        return area

    def _contact(self, name: str, phone: str, email: str, page: str) -> Thing:
        made = self.graph.make(self.at(name), "cv:ContactPoint")
        self.graph.say(made, "cv:telephone", *([plain(phone)] if phone else []))
        self.graph.say(made, "cv:email", *([plain(email)] if email else []))
        self.graph.say(made, "cv:contactPage", self._document(page))
        return Thing(made)

    def _document(self, address: str) -> Thing:
        page = thing(address)
        self.graph.make(page.address, "foaf:Document")
        return page


def _description(said: ServiceDefinition) -> dict[str, str]:
    """Give what the service is, in each language: the summary, and the description below it."""
    longer = _plain(said.description)
    return {
        language: "\n\n".join(
            text for text in (said.summary.get(language, ""), longer.get(language, "")) if text
        )
        for language in dict.fromkeys((*said.summary, *longer))
    }


def _plain(by_language: Texts) -> dict[str, str]:
    return {language: markdown_text(text) for language, text in by_language.items()}
