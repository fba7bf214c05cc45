"""Elements made of several fields: those of Webform itself, those a form makes up, those of sites we know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dygn.services.importers.source import is_on
from dygn.services.importers.webform.source import Element

_MONEY = {"input_mask": "'alias': 'currency', 'suffix': '€'"}
_OVERRIDES = ("title", "help", "description", "type", "required", "maxlength", "pattern", "options")


@dataclass(frozen=True)
class Field:
    """A field of a composite that stands in the site's program, not in the file: what we know of it."""

    type: str
    title: Mapping[str, str]
    given: Mapping[str, Any] = field(default_factory=dict)


def _texts(en: str, sv: str, fi: str = "", da: str = "") -> Mapping[str, str]:
    return {"en": en, "sv": sv, "fi": fi or en, "da": da or sv}


def _field(en: str, sv: str, fi: str = "", da: str = "", kind: str = "textfield", **given: Any) -> Field:
    return Field(kind, _texts(en, sv, fi, da), given)


def _sum(en: str, sv: str, fi: str) -> Field:
    return _field(en, sv, fi, **_MONEY)


_YES_NO = {"1": "Kyllä", "0": "Ei"}
_NAME = _field("Name", "Namn", "Nimi", "Navn")
_EMAIL = _field("E-mail", "E-post", "Sähköposti", "E-mail", kind="email")
_PHONE = _field("Phone", "Telefon", "Puhelinnumero", "Telefon", kind="tel")
_ADDRESS = _field("Address", "Adress", "Osoite", "Adresse", kind="webform_address")
_POSTCODE = _field("Postcode", "Postnummer", "Postinumero", "Postnummer")
_STREET = _field("Street address", "Gatuadress", "Katuosoite")

COMPOSITES: Mapping[str, Mapping[str, Field]] = {
    "webform_contact": {
        "name": _NAME,
        "company": _field("Company", "Företag", "Yritys", "Virksomhed"),
        "email": _EMAIL,
        "phone": _PHONE,
        "address": _ADDRESS,
    },
    "webform_name": {
        "title": _field("Title", "Titel", "Titteli", "Titel"),
        "first": _field("First name", "Förnamn", "Etunimi", "Fornavn", required=True),
        "middle": _field("Middle name", "Mellannamn", "Toinen nimi", "Mellemnavn"),
        "last": _field("Last name", "Efternamn", "Sukunimi", "Efternavn", required=True),
    },
    "webform_link": {
        "title": _field("Title", "Rubrik", "Otsikko", "Titel"),
        "url": _field("Address of the page", "Webbadress", "Verkko-osoite", "Webadresse"),
    },
    # The City of Helsinki's grants: what its own modules ask, read in their public source.
    "applicant_info": {
        "communityOfficialName": _field(
            "Name of the applicant", "Den sökandes namn", "Hakijan nimi", required=True
        ),
        "companyNumber": _field("Business ID", "FO-nummer", "Y-tunnus"),
        "registrationDate": _field(
            "Date of registration", "Registreringsdatum", "Rekisteröimispäivä", kind="date"
        ),
        "home": _field("Domicile", "Hemort", "Kotipaikka"),
        "communityOfficialNameShort": _field("Short name", "Förkortning", "Lyhenne"),
        "foundingYear": _field("Year of foundation", "Grundat år", "Perustamisvuosi"),
        "homePage": _field("Website", "Webbplats", "Verkkosivut"),
    },
    "community_officials_composite": {
        "name": _NAME,
        "role": _field("Role", "Roll", "Rooli"),
        "email": _EMAIL,
        "phone": _PHONE,
    },
    "grants_budget_other_cost": {
        "label": _field("What the cost is for", "Vad utgiften gäller", "Menon kuvaus"),
        "value": _sum("Amount", "Belopp", "Määrä"),
    },
    "grants_budget_other_income": {
        "label": _field("What the income is from", "Vad inkomsten gäller", "Tulon kuvaus"),
        "value": _sum("Amount", "Belopp", "Määrä"),
    },
    "members_composite": {
        "organizationName": _field("Name of the organisation", "Organisationens namn", "Järjestön nimi"),
        "fee": _sum("Fee", "Avgift", "Jäsenmaksu"),
    },
    "place_of_operation_composite": {
        "location": _field("Place", "Plats", "Sijainti"),
        "streetAddress": _STREET,
        "postCode": _POSTCODE,
        "studentCount": _field("Number of pupils", "Antal elever", "Oppilaiden määrä", kind="number"),
        "specialStudents": _field(
            "Pupils with special support",
            "Elever med särskilt stöd",
            "Erityisoppilaiden määrä",
            kind="number",
        ),
        "groupCount": _field("Number of groups", "Antal grupper", "Ryhmien määrä", kind="number"),
        "specialGroups": _field(
            "Groups with special support", "Grupper med särskilt stöd", "Erityisryhmien määrä", kind="number"
        ),
        "personnelCount": _field("Number of staff", "Antal anställda", "Henkilökunnan määrä", kind="number"),
        "free": _field(
            "Are the premises free of charge?",
            "Är lokalen avgiftsfri?",
            "Onko tila maksuton?",
            kind="radios",
            options={"yes": "Kyllä", "no": "Ei"},
        ),
        "totalRent": _sum("Rent in all", "Hyra totalt", "Vuokra yhteensä"),
        "rentTimeBegin": _field("Rented from", "Hyrs från", "Vuokra-aika alkaa", kind="date"),
        "rentTimeEnd": _field("Rented until", "Hyrs till", "Vuokra-aika päättyy", kind="date"),
    },
    "premises_composite": {
        "premiseName": _field("Name of the premises", "Lokalens namn", "Tilan nimi", required=True),
        "premiseType": _field("Type of premises", "Typ av lokal", "Tilan tyyppi"),
        "location": _field("Place", "Plats", "Sijainti"),
        "streetAddress": _STREET,
        "postCode": _POSTCODE,
        "isOthersUse": _field(
            "Do others use it?",
            "Används den av andra?",
            "Onko muuta käyttöä?",
            kind="radios",
            options=_YES_NO,
        ),
        "isOwnedByApplicant": _field(
            "Does the applicant own it?",
            "Äger sökanden lokalen?",
            "Omistaako hakija tilan?",
            kind="radios",
            options=_YES_NO,
        ),
        "isOwnedByCity": _field(
            "Does the city own it?",
            "Äger staden lokalen?",
            "Omistaako kaupunki tilan?",
            kind="radios",
            required=True,
            options=_YES_NO,
        ),
        "citySection": _field(
            "Which division of the city owns it?", "Vilken sektor äger den?", "Mikä toimiala omistaa tilan?"
        ),
        "premiseSuitability": _field(
            "How well does it suit?",
            "Hur väl passar lokalen?",
            "Miten hyvin tila soveltuu?",
            kind="radios",
            options={"Hyvin": "Hyvin", "Osittain": "Osittain", "Huonosti": "Huonosti"},
        ),
    },
    "rented_premise_composite": {
        "premiseAddress": _STREET,
        "premisePostalCode": _POSTCODE,
        "premisePostOffice": _field("Town", "Postort", "Postitoimipaikka"),
        "rentSum": _sum("Rent a month", "Hyra per månad", "Vuokra kuukaudessa"),
        "lessorName": _field("The landlord's name", "Hyresvärdens namn", "Vuokranantajan nimi"),
        "lessorPhoneOrEmail": _field(
            "The landlord's phone or e-mail",
            "Hyresvärdens telefon eller e-post",
            "Vuokranantajan yhteystiedot",
        ),
        "usage": _field("What it is used for", "Vad den används till", "Käyttötarkoitus"),
        "daysPerWeek": _field("Days a week", "Dagar per vecka", "Päivää viikossa", kind="number"),
        "hoursPerDay": _field("Hours a day", "Timmar per dag", "Tuntia päivässä", kind="number"),
    },
    "grants_budget_income_static": {
        "compensation": _sum("Grant applied for", "Bidrag som söks", "Haettu avustus"),
        "plannedStateOperativeSubvention": _sum(
            "Planned state subsidy", "Planerat statligt bidrag", "Suunniteltu valtion toiminta-avustus"
        ),
        "otherCompensationFromCity": _sum(
            "Other grants of the city", "Andra bidrag från staden", "Kaupungin muut avustukset"
        ),
        "stateOperativeSubvention": _sum("State subsidy", "Statligt bidrag", "Valtion toiminta-avustus"),
        "plannedOtherCompensations": _sum(
            "Other planned grants", "Andra planerade bidrag", "Muut suunnitellut avustukset"
        ),
        "sponsorships": _sum("Private funding", "Privat finansiering", "Yksityinen rahoitus"),
        "entryFees": _sum(
            "Entry and participation fees", "Inträdes- och deltagaravgifter", "Pääsy- ja osallistumismaksut"
        ),
        "sales": _sum("Other income of one's own", "Andra egna inkomster", "Muut oman toiminnan tulot"),
        "financialFundingAndInterests": _sum(
            "Financing and interest", "Finansiering och räntor", "Rahoitus ja korot"
        ),
        "customerFees": _sum("Customer fees", "Kundavgifter", "Asiakasmaksut"),
        "donations": _sum("Donations", "Donationer", "Lahjoitukset"),
        "otherCompensations": _sum("Other grants", "Andra bidrag", "Muut avustukset"),
        "ownFunding": _sum("Own funding", "Egen finansiering", "Omarahoitus"),
        "totalIncome": _sum("Income in all", "Inkomster totalt", "Tulot yhteensä"),
        "plannedTotalIncome": _sum(
            "Planned income in all", "Planerade inkomster totalt", "Suunnitellut tulot yhteensä"
        ),
    },
    "grants_budget_cost_static": {
        "salaries": _sum("Salaries", "Löner", "Palkat"),
        "personnelSideCosts": _sum("Other costs of staff", "Lönebikostnader", "Henkilösivukulut"),
        "rentSum": _sum("Rents", "Hyror", "Vuokrat"),
        "materials": _sum("Materials", "Material", "Materiaalit"),
        "snacks": _sum("Snacks", "Servering", "Tarjoilu"),
        "cleaning": _sum("Cleaning", "Städning", "Siivous"),
        "premisesService": _sum("Services for premises", "Lokalservice", "Tilapalvelut"),
        "heating": _sum("Heating", "Uppvärmning", "Lämmitys"),
        "water": _sum("Water", "Vatten", "Vesi"),
        "electricity": _sum("Electricity", "El", "Sähkö"),
        "admin": _sum("Administration", "Administration", "Hallinto"),
        "accounting": _sum("Accounting", "Bokföring", "Kirjanpito"),
        "health": _sum("Health care", "Hälsovård", "Terveydenhuolto"),
        "services": _sum("Services", "Tjänster", "Palvelut"),
        "supplies": _sum("Supplies", "Förnödenheter", "Tarvikkeet"),
        "travelCosts": _sum("Travel", "Resor", "Matkakulut"),
        "totalCosts": _sum("Costs in all", "Utgifter totalt", "Menot yhteensä"),
        "plannedTotalCosts": _sum(
            "Planned costs in all", "Planerade utgifter totalt", "Suunnitellut menot yhteensä"
        ),
    },
}
# Asked as one question of ours, whatever fields they are made of.
SINGLE: Mapping[str, str] = {
    "community_address_composite": "webform_address",
    "bank_account_composite": "iban",
    "grants_attachments": "managed_file",
}
# Made of fixed fields, one after the other, however the site repeats them.
NOT_REPEATED = frozenset({"applicant_info", "grants_budget_income_static", "grants_budget_cost_static"})


def fields_of(element: Element, languages: tuple[str, ...]) -> tuple[Element, ...]:
    """The fields that a composite is made of; nothing when it is none, or none that is known."""
    if element.type == "grants_compensations":
        return tuple(_subventions(element, languages))
    own = element.given.get("element")
    if isinstance(own, dict):
        return tuple(_own_fields(element, own))
    return tuple(_known_fields(element, COMPOSITES.get(element.type, {}), languages))


def _own_fields(element: Element, own: Mapping[str, Any]) -> Iterator[Element]:
    """The fields of a composite that the form itself makes up."""
    for key, given in own.items():
        if isinstance(given, dict) and isinstance(given.get("#type"), str):
            translated = {
                language: _without_marks(inner)
                for language, words in element.translated.items()
                if isinstance(words.get("element"), dict)
                and isinstance(inner := words["element"].get(key), dict)
            }
            yield Element(key, f"{element.path}/{key}", _without_marks(given), translated)


def _known_fields(
    element: Element, fields: Mapping[str, Field], languages: tuple[str, ...]
) -> Iterator[Element]:
    for key, each in fields.items():
        if (
            is_on(element.given.get(f"{key}__access", True))
            and element.given.get(f"{key}__access") is not False
        ):
            words = {
                language: {"title": each.title.get(language, each.title["en"])} for language in languages
            }
            given = {"type": each.type, **each.given, **words[languages[0]], **_overrides(element.given, key)}
            translated = {
                language: {**words[language], **_overrides(element.translated.get(language, {}), key)}
                for language in languages[1:]
            }
            yield Element(key, f"{element.path}/{key}", given, translated)


def _subventions(element: Element, languages: tuple[str, ...]) -> Iterator[Element]:
    """One amount for each type of grant that the form takes."""
    types = element.given.get("subventionType")
    chosen = [str(key) for key, on in types.items() if on] if isinstance(types, dict) else [str(types or "")]
    title = _texts("Amount of the grant", "Bidragets belopp", "Avustuksen summa")
    for number in chosen[:20]:
        kind = f" ({element.text('title')} {number})" if len(chosen) > 1 else ""
        words = {each: {"title": title.get(each, title["en"]) + kind} for each in languages}
        given = {"type": "textfield", **_MONEY, **words[languages[0]], "required": len(chosen) == 1}
        yield Element(
            f"amount_{number}",
            f"{element.path}/{number}",
            given,
            {each: words[each] for each in languages[1:]},
        )


def _overrides(given: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What the form says about one field: ``#role__title``."""
    found = {name: given[f"{key}__{name}"] for name in _OVERRIDES if f"{key}__{name}" in given}
    return {name: value for name, value in found.items() if value not in ("", None)}


def _without_marks(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name[1:]: value for name, value in given.items() if name.startswith("#")}
