"""What is asked across municipalities: who has something to send, and what operators need to know.

None of these functions tells an address or a fact of what is sent.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION post_municipalities_with_due_rows() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM municipalities_municipality
    WHERE EXISTS (
        SELECT 1 FROM post_outboxrow
        WHERE municipality_id = municipalities_municipality.id
          AND state IN ('waiting', 'sending') AND NOT (kind = 'letter')
          AND next_try_at <= statement_timestamp()
    )
    ORDER BY random()
$$;
CREATE FUNCTION post_failed_rows(most integer) RETURNS TABLE (
    id bigint, municipality_id bigint, kind text, template text, subject text, attempts integer,
    last_error text, created_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, municipality_id, kind, template, subject, attempts, last_error, created_at
    FROM post_outboxrow WHERE state = 'failed' ORDER BY created_at DESC, id DESC LIMIT most
$$;
CREATE FUNCTION post_counts() RETURNS TABLE (kind text, state text, number bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT kind, state, count(*), min(created_at) FROM post_outboxrow
    WHERE state IN ('waiting', 'sending', 'failed') GROUP BY kind, state
$$;
REVOKE ALL ON FUNCTION post_municipalities_with_due_rows() FROM PUBLIC;
REVOKE ALL ON FUNCTION post_failed_rows(integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION post_counts() FROM PUBLIC;
"""

DROP = """
DROP FUNCTION post_municipalities_with_due_rows();
DROP FUNCTION post_failed_rows(integer);
DROP FUNCTION post_counts();
"""


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial"), ("municipalities", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
