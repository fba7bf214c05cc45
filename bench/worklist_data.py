"""A municipality with as many cases as one likes, and a neighbour, written by the owner in a few statements."""

from typing import Any

import psycopg

UNITS, SERVICES, OFFICERS, PEOPLE = 20, 60, 400, 50_000
NEIGHBOUR_SHARE = 0.1


def load(owner: str, cases: int) -> None:
    """Fill an empty, migrated database. ``owner`` is the owner's address."""
    with psycopg.connect(owner, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        if not connection.execute("SELECT 1 FROM municipalities_municipality").fetchone():
            _load(connection, cases)


def _load(connection: psycopg.Connection, cases: int) -> None:
    connection.execute(
        "SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET work_mem = '64MB'"
    )
    connection.execute("SELECT setseed(0.4711)")
    for number, (slug, share) in enumerate((("storby", 1.0), ("grannby", NEIGHBOUR_SHARE)), start=1):
        _municipality(connection, number, slug)
        _cases(connection, number, slug, int(cases * share))
    connection.execute("VACUUM (ANALYZE)")


def _municipality(connection: psycopg.Connection, number: int, slug: str) -> None:
    given = {"m": number, "slug": slug, "low": number * 1_000_000}
    for write in (_place, _units, _services, _officers, _residents):
        write(connection, given)


def _place(connection: psycopg.Connection, given: dict[str, Any]) -> None:
    """The municipality and its host."""
    connection.execute(
        """
        INSERT INTO municipalities_municipality
            (id, slug, name, country, code, languages, default_language, time_zone, theme, contact, created_at)
        VALUES (%(m)s, %(slug)s, initcap(%(slug)s), 'se', '', '["sv"]', 'sv', 'Europe/Stockholm', '{}', '{}', now())
        """,
        given,
    )
    connection.execute(
        "INSERT INTO municipalities_site (host, municipality_id, kind) VALUES (%s, %s, 'municipality')",
        [f"{given['slug']}.localhost", given['m']],
    )


def _units(connection: psycopg.Connection, given: dict[str, Any]) -> None:
    """Twenty units, sixteen of them below the first four."""
    connection.execute(
        f"""
        INSERT INTO municipalities_unit (id, municipality_id, key, names, parent_id, register_sign, email, phone)
        SELECT %(low)s + n, %(m)s, 'unit-' || n, jsonb_build_object('sv', 'Enhet ' || n),
               CASE WHEN n > 4 THEN %(low)s + 1 + (n %% 4) END, '', '', ''
        FROM generate_series(1, {UNITS}) n
        """,
        given,
    )


def _services(connection: psycopg.Connection, given: dict[str, Any]) -> None:
    """Services in turn with each unit, a version of each."""
    connection.execute(
        f"""
        INSERT INTO services_service
            (id, municipality_id, key, slug, slugs, titles, owner_unit_id, state, state_message, settings, audience, disturbances, former_slugs)
        SELECT %(low)s + n, %(m)s, 'service-' || n, 'service-' || n, '{{}}',
               jsonb_build_object('sv', 'Tjänst ' || n), %(low)s + 1 + (n %% {UNITS}), 'published', '{{}}', '{{}}', '[]', '[]', '[]'
        FROM generate_series(1, {SERVICES}) n
        """,
        given,
    )
    connection.execute(
        f"""
        INSERT INTO services_version (id, municipality_id, service_id, number, content_hash, definition, files, made_at)
        SELECT %(low)s + n, %(m)s, %(low)s + n, 1, md5(n::text), '{{}}', '{{}}', now()
        FROM generate_series(1, {SERVICES}) n
        """,
        given,
    )


def _officers(connection: psycopg.Connection, given: dict[str, Any]) -> None:
    """The measured officer works in the second top unit and the four below it; the others in a unit each."""
    connection.execute(
        f"""
        INSERT INTO identity_account (id, municipality_id, username, email, first_name, last_name, password,
                                      is_active, is_staff, is_operator, is_superuser, date_joined)
        SELECT %(low)s + n, %(m)s, %(m)s || ':o' || n, 'o' || n || '@example.org', 'Officer', n::text, '!',
               true, false, false, false, now()
        FROM generate_series(1, {OFFICERS}) n
        """,
        given,
    )
    connection.execute(
        f"""
        INSERT INTO identity_staffmember (id, municipality_id, name, email, phone, title, issuer, subject,
                                          account_id, is_active, language, created_at)
        SELECT %(low)s + n, %(m)s, 'Officer ' || n, 'o' || n || '@example.org', '', '', '', '', %(low)s + n,
               true, '', now()
        FROM generate_series(1, {OFFICERS}) n
        """,
        given,
    )
    connection.execute(
        f"""
        INSERT INTO identity_staffrole (municipality_id, staff_id, role, unit_id)
        SELECT %(m)s, %(low)s + n, 'officer', %(low)s + CASE WHEN n = 1 THEN 2 ELSE 1 + (n %% {UNITS}) END
        FROM generate_series(1, {OFFICERS}) n
        """,
        given,
    )


def _residents(connection: psycopg.Connection, given: dict[str, Any]) -> None:
    """People of whom one in five hundred has a protected identity."""
    connection.execute(
        f"""
        INSERT INTO identity_person (id, municipality_id, given_name, family_name, country, identifier,
                                     protected_identity, email, phone, language, channel, street, postal_code,
                                     town, created_at)
        SELECT %(low)s + n, %(m)s,
               (ARRAY['Anna','Eva','Karin','Maria','Alva','Lars','Erik','Nils','Sara','Ivar'])[1 + n %% 10]
                   || CASE WHEN n %% 3 = 0 THEN '' ELSE ' ' || chr(65 + n %% 26) || 'lin' END,
               (ARRAY['Andersson','Johansson','Ek','Berg','Lind','Nyström','Öst'])[1 + n %% 7]
                   || CASE WHEN n %% 2 = 0 THEN '' ELSE chr(97 + n %% 26) || chr(97 + n / 26 %% 26) END,
               'se', '', n %% 500 = 0, '', '', 'sv', 'email', '', '', '', now()
        FROM generate_series(1, {PEOPLE}) n
        """,
        given,
    )


def _cases(connection: psycopg.Connection, number: int, slug: str, cases: int) -> None:
    """A fifth open, the rest finished, over three years; a hundredth of those in hand are the measured officer's."""
    given = {"m": number, "low": number * 1_000_000, "prefix": slug[:3].upper(), "cases": cases}
    connection.execute(
        f"""
        INSERT INTO cases_case (municipality_id, reference, draft_id, service_id, version_id, titles, state, outcome,
            priority, unit_id, assignee_id, applicant_id, contact, code_hash, language, channel, answers,
            received_at, due_on, last_event_at, revision, event_count, last_digest, decided_at, closed_at,
            awaits_payment)
        SELECT %(m)s, %(prefix)s || '-2026-' || lpad(n::text, 7, '0'), gen_random_uuid(), %(low)s + service,
            %(low)s + service, jsonb_build_object('sv', 'Tjänst ' || service), state,
            CASE WHEN state IN ('decided', 'closed') THEN 'granted' ELSE '' END, 1, %(low)s + unit,
            CASE WHEN state IN ('received', 'registered') THEN NULL
                 WHEN chosen < 0.01 THEN %(low)s + 1 ELSE %(low)s + 2 + floor(chosen * {OFFICERS - 2})::int END,
            %(low)s + 1 + floor(someone * {PEOPLE - 1})::int, '', '', 'sv', 'web',
            jsonb_build_object('why', repeat('Jag behöver det. ', 10)),
            received, (received + interval '30 days')::date, received + interval '3 days' * chosen, 3, 4, '',
            NULL, NULL, false
        FROM (
            SELECT n, now() - interval '3 years' * (1 - n::float / %(cases)s) AS received,
                1 + n %% {SERVICES} AS service,
                -- Nineteen of twenty are with the service's own unit, the others were handed over.
                CASE WHEN random() < 0.95 THEN 1 + (1 + n %% {SERVICES}) %% {UNITS}
                     ELSE 1 + floor(random() * {UNITS})::int END AS unit,
                (ARRAY['received','registered','in_hand','in_hand','waiting','decided','closed','closed','closed',
                       'closed','closed','closed','closed','closed','closed','closed','closed','closed','closed',
                       'closed','closed','closed','closed','closed','withdrawn'])[1 + floor(random() * 25)::int] AS state,
                random() AS chosen, random() AS someone
            FROM generate_series(1, %(cases)s) n
        ) drawn
        """,
        given,
    )
    connection.execute(
        """
        INSERT INTO cases_searchword (municipality_id, case_id, unit_id, word)
        SELECT c.municipality_id, c.id, c.unit_id, w.word
        FROM cases_case c JOIN identity_person p ON p.id = c.applicant_id
        CROSS JOIN LATERAL (VALUES
            (lower(c.reference)), (right(c.reference, 7)),
            (lower(p.given_name || ' ' || p.family_name)), (lower(p.family_name || ' ' || p.given_name))) w(word)
        WHERE c.municipality_id = %(m)s
        """,
        given,
    )
