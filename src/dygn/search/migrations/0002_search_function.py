"""The words of an entry, their indexes, and the owner's function that asks them.

Full-text and trigram operators are not leakproof: under row-level security they lose their indexes.
So the web role asks ``search_find``, which runs as the owner, takes the municipality from the
transaction and from nowhere else, and gives back ids and ranks only. The planner, which cannot know
how rare a word is, must use the words' indexes and not walk through the municipality's entries.
"""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations

DICTIONARY = """
CREATE FUNCTION search_dictionary(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE language
        WHEN 'sv' THEN 'pg_catalog.swedish'::regconfig
        WHEN 'da' THEN 'pg_catalog.danish'::regconfig
        WHEN 'nb' THEN 'pg_catalog.norwegian'::regconfig
        WHEN 'nn' THEN 'pg_catalog.norwegian'::regconfig
        WHEN 'en' THEN 'pg_catalog.english'::regconfig
        WHEN 'fi' THEN 'pg_catalog.finnish'::regconfig
        WHEN 'de' THEN 'pg_catalog.german'::regconfig
        WHEN 'fr' THEN 'pg_catalog.french'::regconfig
        WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
        ELSE 'pg_catalog.simple'::regconfig
    END
$$
"""

WORDS = """
ALTER TABLE search_entry
    ADD COLUMN title_words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector(search_dictionary(language), lower(title)), 'A')
        || setweight(to_tsvector(search_dictionary(language), lower(synonyms)), 'B')
        || setweight(to_tsvector('pg_catalog.simple', folded_title), 'A')
    ) STORED,
    ADD COLUMN all_words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector(search_dictionary(language), lower(title)), 'A')
        || setweight(to_tsvector(search_dictionary(language), lower(synonyms)), 'B')
        || setweight(to_tsvector('pg_catalog.simple', folded_title), 'A')
        || setweight(to_tsvector(search_dictionary(language), lower(summary)), 'C')
        || setweight(to_tsvector(search_dictionary(language), lower(body)), 'D')
        || setweight(to_tsvector('pg_catalog.simple', folded_rest), 'D')
    ) STORED;
CREATE INDEX search_entry_title_words ON search_entry
    USING gin (municipality_id, language, title_words) WITH (fastupdate = off);
CREATE INDEX search_entry_all_words ON search_entry
    USING gin (municipality_id, language, all_words) WITH (fastupdate = off);
CREATE INDEX search_word_alike ON search_indexedword
    USING gin (municipality_id, language, word gin_trgm_ops) WITH (fastupdate = off);
"""

AND_OR = """
CREATE FUNCTION search_and(one tsquery, other tsquery) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(one && other, one, other) $$;
CREATE FUNCTION search_or(one tsquery, other tsquery) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(one || other, one, other) $$;
"""

# A word becomes: itself and its forms (exact); words that begin so or, for a long word, that begin as it
# does, and, when nobody has written it, the words spelt most like it (near); compounds that hold it (wide).
# A stop word becomes nothing.
WORD = """
CREATE FUNCTION search_word(
    written text, folded text, scope bigint, spoken text, OUT exact tsquery, OUT near tsquery, OUT wide tsquery
) LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_indexscan = off SET enable_seqscan = off AS $$
DECLARE
    dictionary regconfig := search_dictionary(spoken);
    found text;
    is_known boolean := false;
    likeness real;
    best real := 0;
BEGIN
    exact := to_tsquery(dictionary, quote_literal(written));
    IF numnode(exact) = 0 THEN
        exact := NULL;
        RETURN;
    END IF;
    exact := exact || quote_literal(folded)::tsquery;
    near := exact;
    IF length(folded) > 1 THEN
        near := near
            || to_tsquery(dictionary, quote_literal(written) || ':*')
            || (quote_literal(folded) || ':*')::tsquery;
    END IF;
    IF length(folded) >= 8 THEN -- parkering finds parkera
        near := near || (quote_literal(left(folded, greatest(6, length(folded) - 3))) || ':*')::tsquery;
    END IF;
    wide := near;
    IF length(folded) < 4 THEN
        RETURN;
    END IF;
    FOR found IN
        SELECT word FROM search_indexedword
        WHERE municipality_id = scope AND language = spoken AND word LIKE '%' || folded || '%'
        ORDER BY length(word), word LIMIT 30
    LOOP
        is_known := true;
        IF NOT starts_with(found, folded) THEN
            wide := wide || quote_literal(found)::tsquery;
        END IF;
    END LOOP;
    IF is_known THEN
        RETURN;
    END IF;
    PERFORM show_limit(); -- loads pg_trgm, whose setting is known from then on
    PERFORM set_config('pg_trgm.word_similarity_threshold', '0.4', true);
    FOR found, likeness IN
        SELECT word, word_similarity(folded, word) + similarity(folded, word) AS alike
        FROM search_indexedword
        WHERE municipality_id = scope AND language = spoken AND folded <% word
        ORDER BY alike DESC, word LIMIT 4
    LOOP
        best := greatest(best, likeness);
        EXIT WHEN likeness < 0.8 * best;
        near := near || quote_literal(found)::tsquery;
        wide := wide || quote_literal(found)::tsquery;
    END LOOP;
END
$$
"""

FIND = """
CREATE FUNCTION search_find(
    asked jsonb, spoken text, wanted_kinds text[], wanted_audience text, most integer
) RETURNS TABLE (entry_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_indexscan = off SET enable_seqscan = off AS $$
DECLARE
    scope bigint := nullif(current_setting('dygn.municipality', true), '')::bigint;
    weights CONSTANT real[] := '{0.05, 0.2, 0.5, 1.0}';
    term jsonb; phrase jsonb; pair jsonb;
    term_exact tsquery; term_near tsquery; term_wide tsquery;
    phrase_exact tsquery; phrase_near tsquery; phrase_wide tsquery;
    word record;
    exact tsquery; near tsquery; wide tsquery; any_of tsquery; plain tsquery;
    given integer;
    before integer;
BEGIN
    IF scope IS NULL THEN
        RETURN;
    END IF;
    FOR term IN SELECT value FROM jsonb_array_elements(asked) LOOP
        term_exact := NULL;
        term_near := NULL;
        term_wide := NULL;
        FOR phrase IN SELECT value FROM jsonb_array_elements(term) LOOP
            phrase_exact := NULL;
            phrase_near := NULL;
            phrase_wide := NULL;
            FOR pair IN SELECT value FROM jsonb_array_elements(phrase) LOOP
                word := search_word(pair->>0, pair->>1, scope, spoken);
                phrase_exact := search_and(phrase_exact, word.exact);
                phrase_near := search_and(phrase_near, word.near);
                phrase_wide := search_and(phrase_wide, word.wide);
                plain := search_and(plain, quote_literal(pair->>1)::tsquery);
            END LOOP;
            term_exact := search_or(term_exact, phrase_exact);
            term_near := search_or(term_near, phrase_near);
            term_wide := search_or(term_wide, phrase_wide);
        END LOOP;
        exact := search_and(exact, term_exact);
        near := search_and(near, term_near);
        wide := search_and(wide, term_wide);
        any_of := search_or(any_of, term_wide);
    END LOOP;
    IF wide IS NULL THEN -- nothing but stop words, such as "om oss"
        exact := plain;
        near := plain;
        wide := plain;
        any_of := plain;
    END IF;

    RETURN QUERY
        SELECT hit.id,
            (4 + 3 * ts_rank(weights, hit.title_words, exact, 1) + ts_rank(weights, hit.title_words, wide, 1)
             + CASE hit.kind WHEN 'service' THEN 0.3 ELSE 0 END + 0.1 * hit.weight)::real AS score
        FROM (
            SELECT e.id, e.kind, e.weight, e.title_words FROM search_entry e
            WHERE e.municipality_id = scope AND e.language = spoken AND e.title_words @@ wide
                AND (e.audience = 'everyone' OR e.audience = wanted_audience)
                AND (wanted_kinds = '{}' OR e.kind = ANY (wanted_kinds))
            LIMIT 1000
        ) hit
        ORDER BY score DESC, hit.id LIMIT most;
    GET DIAGNOSTICS before = ROW_COUNT;
    IF before >= most THEN
        RETURN;
    END IF;

    RETURN QUERY
        SELECT hit.id,
            (2 + ts_rank(weights, hit.all_words, exact))::real AS score
        FROM (
            SELECT e.id, e.all_words FROM search_entry e
            WHERE e.municipality_id = scope AND e.language = spoken AND e.all_words @@ near
                AND NOT e.title_words @@ wide
                AND (e.audience = 'everyone' OR e.audience = wanted_audience)
                AND (wanted_kinds = '{}' OR e.kind = ANY (wanted_kinds))
            LIMIT 200
        ) hit
        ORDER BY score DESC, hit.id LIMIT most - before;
    GET DIAGNOSTICS given = ROW_COUNT;
    IF before + given > 0 THEN
        RETURN;
    END IF;

    RETURN QUERY
        SELECT hit.id, ts_rank(weights, hit.all_words, any_of) AS score
        FROM (
            SELECT e.id, e.all_words FROM search_entry e
            WHERE e.municipality_id = scope AND e.language = spoken AND e.all_words @@ any_of
                AND (e.audience = 'everyone' OR e.audience = wanted_audience)
                AND (wanted_kinds = '{}' OR e.kind = ANY (wanted_kinds))
            LIMIT 200
        ) hit
        ORDER BY score DESC, hit.id LIMIT most;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(DICTIONARY, "DROP FUNCTION search_dictionary(text)"),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(AND_OR, "DROP FUNCTION search_and(tsquery, tsquery), search_or(tsquery, tsquery)"),
        migrations.RunSQL(WORD, "DROP FUNCTION search_word(text, text, bigint, text)"),
        migrations.RunSQL(FIND, "DROP FUNCTION search_find(jsonb, text, text[], text, integer)"),
    ]
