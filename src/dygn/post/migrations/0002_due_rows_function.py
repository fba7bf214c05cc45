"""Which municipalities have something to send: asked by the worker before it is in any of them.

The function tells municipalities' numbers and nothing of what they send.
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
REVOKE ALL ON FUNCTION post_municipalities_with_due_rows() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial"), ("municipalities", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION post_municipalities_with_due_rows()")]
