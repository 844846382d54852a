"""The chain is made by the database: a role that may INSERT chooses neither number, time nor hash.

The functions stand in the schema of their table and name no schema: they are copied into every new
municipality by the blueprint. They run as the owner, because nobody else may write the head. The
text that is hashed holds no value whose spelling depends on a session's settings.
"""

from django.db import migrations

CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_sequence bigint;
    last_hash bytea;
BEGIN
    EXECUTE format('SELECT sequence, hash FROM %I.audit_head FOR UPDATE', TG_TABLE_SCHEMA)
       INTO last_sequence, last_hash;
    IF last_sequence IS NULL THEN
        EXECUTE format('INSERT INTO %I.audit_head (id, sequence, hash) VALUES (1, 0, %L) ON CONFLICT DO NOTHING',
                       TG_TABLE_SCHEMA, ''::bytea);
        EXECUTE format('SELECT sequence, hash FROM %I.audit_head FOR UPDATE', TG_TABLE_SCHEMA)
           INTO STRICT last_sequence, last_hash;
    END IF;
    NEW.sequence := last_sequence + 1;
    NEW.recorded_at := clock_timestamp();
    NEW.database_role := session_user;
    NEW.previous_hash := last_hash;
    NEW.hash := sha256(convert_to(jsonb_build_array(
        NEW.sequence, (extract(epoch FROM NEW.recorded_at) * 1000000)::bigint, NEW.database_role, NEW.is_read,
        NEW.event, NEW.actor_kind, NEW.actor_id, NEW.actor_label, NEW.subject, NEW.details,
        encode(NEW.previous_hash, 'hex'))::text, 'UTF8'));
    EXECUTE format('UPDATE %I.audit_head SET sequence = $1, hash = $2', TG_TABLE_SCHEMA) USING NEW.sequence, NEW.hash;
    RETURN NEW;
END
$$
"""
REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$
"""
TRIGGERS = [
    "CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain()",
    "CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
]


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL([CHAIN, REFUSE, *TRIGGERS]),
    ]
