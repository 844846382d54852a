"""What somebody tries who can run any SQL as one town's database role (T17).

``{own}`` and ``{other}`` are schemas (and roles) of the attacker's and of the attacked town, ``{other_oid}`` the
oid of the attacked table. Every payload stands alone; statements behind a semicolon are stacked.
"""

# ruff: noqa: E501 (SQL reads better unbroken)

from __future__ import annotations

from typing import Final

TABLE: Final = "{other}.accounts_user"

READING: Final = {
    "plain select": f"SELECT * FROM {TABLE}",
    "union": f"SELECT name FROM accounts_user UNION ALL SELECT name FROM {TABLE}",
    "subquery in a condition": f"SELECT 1 FROM accounts_user WHERE (SELECT name FROM {TABLE} LIMIT 1) > ''",
    "error as a channel": f"SELECT CAST((SELECT name FROM {TABLE} LIMIT 1) AS integer)",
    "division as an oracle": f"SELECT 1/(SELECT count(*) FROM {TABLE} WHERE name LIKE 'kanari%')",
    "TABLE command": f"TABLE {TABLE}",
    "search path, then read": "SET search_path = {other}; SELECT name FROM accounts_user",
    "search path for the transaction": "BEGIN; SET LOCAL search_path = {other}; SELECT name FROM accounts_user; COMMIT",
    "query_to_xml": f"SELECT query_to_xml('SELECT name FROM {TABLE}', true, true, '')",
    "table_to_xml": f"SELECT table_to_xml('{TABLE}'::regclass, true, true, '')",
    "schema_to_xml": "SELECT schema_to_xml('{other}', true, true, '')",
    "database_to_xml": "SELECT database_to_xml(true, true, '')",
    "cursor_to_xml": f"BEGIN; DECLARE c CURSOR FOR SELECT * FROM {TABLE}; SELECT cursor_to_xml('c', 10, true, true, ''); COMMIT",
    "ts_stat": f"SELECT word FROM ts_stat('SELECT to_tsvector(name) FROM {TABLE}')",
    "ts_rewrite": f"SELECT ts_rewrite('a'::tsquery, 'SELECT name::tsquery, name::tsquery FROM {TABLE}')",
    "table by oid in XML": "SELECT table_to_xml({other_oid}::regclass, true, true, '')",
    "row type": f"SELECT jsonb_populate_record(NULL::{TABLE}, '{{{{}}}}'::jsonb)",
    "whole row as JSON": f"SELECT to_jsonb(u) FROM {TABLE} u",
    "statistics": "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE schemaname = '{other}'",
    "raw statistics": "SELECT stavalues1 FROM pg_statistic WHERE starelid = {other_oid}",
    "extended statistics": "SELECT * FROM pg_stats_ext WHERE schemaname = '{other}'",
    "others' statements": "SELECT query FROM pg_stat_activity WHERE usename = '{other}'",
    "prepared statements": "SELECT statement FROM pg_prepared_statements",
    "last value of a sequence": "SELECT last_value FROM pg_sequences WHERE schemaname = '{other}' AND last_value IS NOT NULL",
    "sequence by function": f"SELECT nextval(pg_get_serial_sequence('{TABLE}', 'id'))",
    "row by tid": f"SELECT currtid2('{TABLE}', '(0,1)')",
    "COPY to the client": f"COPY {TABLE} TO STDOUT",
    "COPY of a query": f"COPY (SELECT * FROM {TABLE}) TO STDOUT",
    "EXPLAIN ANALYZE": f"EXPLAIN (ANALYZE, VERBOSE) SELECT name FROM {TABLE}",
    "plan with constants": f"EXPLAIN SELECT * FROM {TABLE} WHERE name = 'x'",
    "password hashes": "SELECT rolname, rolpassword FROM pg_authid",
    "old view of password hashes": "SELECT usename, passwd FROM pg_shadow",
    "sessions in public": "SELECT * FROM public.django_session",
    "accounts in public": "SELECT * FROM public.accounts_user",
    "blueprint": "SELECT statements FROM public.tenancy_schemablueprint",
    "which town has which schema": "SELECT schema_name FROM public.municipalities_municipality",
    "whole row of the municipality": "SELECT m FROM public.municipalities_municipality m",
    "template schema": "SELECT * FROM kisi_blueprint_template.accounts_user",
}

BECOMING: Final = {
    "SET ROLE": f"SET ROLE {{other}}; SELECT name FROM {TABLE}",
    "SET ROLE owner": f"SET ROLE kisi_owner; SELECT name FROM {TABLE}",
    "SET ROLE group": f"SET ROLE kisi_municipalities; SELECT name FROM {TABLE}",
    "SET ROLE provisioner": f"SET ROLE kisi_provisioner; SELECT name FROM {TABLE}",
    "SET ROLE backup": f"SET ROLE kisi_backup; SELECT name FROM {TABLE}",
    "SET ROLE superuser": f"SET ROLE postgres; SELECT name FROM {TABLE}",
    "SET SESSION AUTHORIZATION": f"SET SESSION AUTHORIZATION {{other}}; SELECT name FROM {TABLE}",
    "RESET ROLE": f"RESET ROLE; SELECT name FROM {TABLE}",
    "RESET SESSION AUTHORIZATION": f"RESET SESSION AUTHORIZATION; SELECT name FROM {TABLE}",
    "set_config in one statement": f"SELECT set_config('role', '{{other}}', false), (SELECT string_agg(name, ' ') FROM {TABLE})",
    "set_config and ts_stat": (
        "SELECT set_config('role', '{other}', false),"
        f" (SELECT string_agg(word, ' ') FROM ts_stat('SELECT to_tsvector(name) FROM {TABLE}'))"
    ),
    "set_config of the session": "SELECT set_config('session_authorization', '{other}', false)",
    "updating pg_settings": "UPDATE pg_settings SET setting = '{other}' WHERE name = 'role'",
    "grant oneself a role": "GRANT {other} TO {own}",
    "grant a predefined role": "GRANT pg_read_all_data TO {own}",
    "make oneself a superuser": "ALTER ROLE {own} SUPERUSER",
    "make oneself a creator of roles": "ALTER ROLE {own} CREATEROLE",
    "bypass row security": "ALTER ROLE {own} BYPASSRLS",
    "change another's password": "ALTER ROLE {other} PASSWORD 'x'",
    "change another's search path": "ALTER ROLE {other} SET search_path = {own}, public",
    "load a library at login": "ALTER ROLE {own} SET session_preload_libraries = 'x'",
    "create a role": "CREATE ROLE intruder LOGIN SUPERUSER",
    "row security off": f"SET row_security = off; SELECT * FROM {TABLE}",
    "replica mode": "SET session_replication_role = replica; DELETE FROM accounts_user WHERE false",
}

WRITING: Final = {
    "insert": f"INSERT INTO {TABLE} (name, email, role, password, is_active, created_at) VALUES ('x','x@example.org','guide','',true,now())",
    "update": f"UPDATE {TABLE} SET name = 'taken over'",
    "delete": f"DELETE FROM {TABLE}",
    "truncate": f"TRUNCATE {TABLE} CASCADE",
    "merge": f"MERGE INTO {TABLE} t USING accounts_user s ON false WHEN NOT MATCHED THEN DO NOTHING",
    "writing CTE": f"WITH gone AS (DELETE FROM {TABLE} RETURNING name) SELECT name FROM gone",
    "select for update": f"SELECT 1 FROM {TABLE} FOR UPDATE",
    "lock": f"BEGIN; LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE; COMMIT",
    "COPY in": f"COPY {TABLE} FROM PROGRAM 'echo x'",
    "drop a table": f"DROP TABLE {TABLE}",
    "drop a schema": "DROP SCHEMA {other} CASCADE",
    "rename a schema": "ALTER SCHEMA {other} RENAME TO taken",
    "own the schema": "ALTER SCHEMA {other} OWNER TO {own}",
    "grant oneself": f"GRANT SELECT ON {TABLE} TO {{own}}",
    "grant to everybody": "GRANT USAGE ON SCHEMA {own} TO PUBLIC",
    "default privileges of others": "ALTER DEFAULT PRIVILEGES FOR ROLE kisi_owner GRANT SELECT ON TABLES TO {own}",
    "sequence": f"SELECT setval(pg_get_serial_sequence('{TABLE}', 'id'), 1)",
    "public session": "INSERT INTO public.django_session VALUES ('intruder', 'x', now())",
    "public account": "UPDATE public.accounts_user SET role = 'operator'",
    "status of the municipality": "UPDATE public.municipalities_municipality SET status = 'suspended'",
    "host of another": "UPDATE public.municipalities_domain SET domain = 'x.example'",
    "migration records": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
    "own audit trail": "DELETE FROM audit_entry",
    "own decisions": "UPDATE needs_decision SET reason = 'never said'",
    "own decisions gone": "DELETE FROM needs_decision",
    "own answers to templates": "UPDATE adoptions_decision SET choice = 'keep'",
    "catalogue": "UPDATE pg_catalog.pg_class SET relacl = NULL WHERE oid = {other_oid}",
    "catalogue delete": "DELETE FROM pg_catalog.pg_auth_members",
}

CREATING: Final = {
    "table in public": "CREATE TABLE public.intruder (x text)",
    "table at home": "CREATE TABLE {own}.intruder (x text)",
    "table next door": "CREATE TABLE {other}.intruder (x text)",
    "temporary table": "CREATE TEMP TABLE accounts_user (name text)",
    "temporary view": "CREATE TEMP VIEW accounts_user AS SELECT 1",
    "SELECT INTO": "SELECT * INTO TEMP intruder FROM accounts_user",
    "schema": "CREATE SCHEMA intruder",
    "function at home": "CREATE FUNCTION {own}.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
    "function in public": "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
    "definer's function": "CREATE FUNCTION {own}.f() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::text'",
    "operator": "CREATE OPERATOR {own}.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
    "trigger": "CREATE TRIGGER t BEFORE INSERT ON accounts_user FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "rule": f"CREATE RULE r AS ON SELECT TO accounts_user DO INSTEAD SELECT * FROM {TABLE}",
    "policy": "CREATE POLICY p ON accounts_user USING (true)",
    "event trigger": "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()",
    "extension dblink": "CREATE EXTENSION dblink",
    "trusted extension": "CREATE EXTENSION pgcrypto",
    "foreign server": "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw",
    "language": "CREATE LANGUAGE plperlu",
    "C function": "CREATE FUNCTION {own}.system(cstring) RETURNS int LANGUAGE c AS '/lib/x86_64-linux-gnu/libc.so.6', 'system'",
    "database": "CREATE DATABASE intruder",
    "tablespace": "CREATE TABLESPACE t LOCATION '/tmp'",
    "publication": "CREATE PUBLICATION p FOR ALL TABLES",
    "large object": "SELECT lo_create(0)",
    "large object from bytes": "SELECT lo_from_bytea(0, 'hidden')",
    "large object import": "SELECT lo_import('/etc/passwd')",
    "large object put": "SELECT lo_put(1, 0, 'x')",
    "anonymous block": f"DO $$ DECLARE n text; BEGIN SELECT name INTO n FROM {TABLE} LIMIT 1; RAISE EXCEPTION '%', n; END $$",
    "block that becomes another": (
        f"DO $$ BEGIN EXECUTE 'SET ROLE {{other}}'; RAISE EXCEPTION '%', (SELECT name FROM {TABLE} LIMIT 1); END $$"
    ),
    "block with set_config": "DO $$ BEGIN PERFORM set_config('role', '{other}', false); END $$",
}

SERVER: Final = {
    "read a file": "SELECT pg_read_file('/etc/passwd')",
    "read a binary file": "SELECT pg_read_binary_file('PG_VERSION')",
    "list a folder": "SELECT pg_ls_dir('.')",
    "list logs": "SELECT * FROM pg_ls_logdir()",
    "stat a file": "SELECT pg_stat_file('PG_VERSION')",
    "COPY from a file": "COPY accounts_user FROM '/etc/passwd'",
    "COPY to a file": "COPY accounts_user TO '/tmp/x'",
    "COPY to a program": "COPY accounts_user TO PROGRAM 'cat'",
    "dblink": "SELECT * FROM dblink('dbname=kisi', 'SELECT 1') AS t(x int)",
    "reload": "SELECT pg_reload_conf()",
    "ALTER SYSTEM": "ALTER SYSTEM SET log_statement = 'all'",
    "end another's connection": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{other}'",
    "cancel another's statement": "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'kisi%'",
    "replication slot": "SELECT pg_create_logical_replication_slot('s', 'test_decoding')",
    "replication origin": "SELECT pg_replication_origin_create('o')",
    "switch the log": "SELECT pg_switch_wal()",
    "reset statistics": "SELECT pg_stat_reset()",
    "access rules": "SELECT * FROM pg_hba_file_rules",
    "configuration files": "SELECT * FROM pg_file_settings",
    "load a library": "LOAD 'auto_explain'",
    "checkpoint": "CHECKPOINT",
    "lock out migrations": "SELECT pg_advisory_lock(1802073961)",
    "lock out migrations without waiting": "SELECT pg_try_advisory_lock(1802073961)",
    "lock for the transaction": "BEGIN; SELECT pg_advisory_xact_lock(1802073961); COMMIT",
    "two-part lock": "SELECT pg_try_advisory_lock(0, 1802073961)",
    "comment as a channel": "COMMENT ON TABLE {own}.accounts_user IS 'x'",
    "comment on a role": "COMMENT ON ROLE {own} IS 'x'",
    "message into the log": "SELECT pg_logical_emit_message(false, 'x', 'y')",
}

PAYLOADS: Final = {
    f"{family}: {name}": statement
    for family, group in {
        "reading": READING,
        "becoming": BECOMING,
        "writing": WRITING,
        "creating": CREATING,
        "server": SERVER,
    }.items()
    for name, statement in group.items()
}

MAY_RUN: Final = frozenset(
    {
        # Their own rights do not grow and nothing of others is answered: empty or own results.
        "reading: statistics",
        "reading: extended statistics",
        "reading: others' statements",
        "reading: prepared statements",
        "reading: last value of a sequence",
        "becoming: RESET ROLE",
        "becoming: RESET SESSION AUTHORIZATION",
        # PostgreSQL says "no privileges were granted" and grants none (the state of the cluster is compared).
        "writing: grant to everybody",
        # Empty when the other town happens not to be connected.
        "server: end another's connection",
    }
)
"""Payloads of which PostgreSQL may run everything up to the part that reaches for others."""
