-- The hub's own tables, who may see what in them, and what no one may do. Run as parvis_owner, as often as
-- wished: it adds what is missing and changes nothing that is there.

CREATE SCHEMA IF NOT EXISTS hub;
CREATE SCHEMA IF NOT EXISTS parvis;  -- the business tables, projected from the journal for the reports
REVOKE ALL ON SCHEMA hub, parvis FROM PUBLIC;

CREATE TABLE IF NOT EXISTS hub.setting (
    name text PRIMARY KEY,
    value text NOT NULL
);
CREATE TABLE IF NOT EXISTS hub.person (
    login text PRIMARY KEY,            -- the role of PostgreSQL
    author text NOT NULL UNIQUE,       -- as the operations name them
    role text NOT NULL,                -- officer, quarter_office, manager…
    quarters text[] NOT NULL DEFAULT '{}',  -- codes; none means all of them
    left_at timestamptz
);
CREATE TABLE IF NOT EXISTS hub.site (
    name text PRIMARY KEY,
    place text NOT NULL DEFAULT '',    -- code used in provisional numbers
    quarters text[] NOT NULL DEFAULT '{}',  -- what it holds; none means everything
    seq bigint NOT NULL DEFAULT 0,     -- highest number known of it, without hole
    cursor bigint NOT NULL DEFAULT 0,  -- last delivery it said it has
    scope_no int NOT NULL DEFAULT 1,   -- grows when its scope changes: it then fetches from the start
    schema text NOT NULL DEFAULT '',
    seen_at timestamptz,
    revoked_at timestamptz,
    revoked_why text NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS hub.enrolment (  -- who may write on which workstation
    site text NOT NULL REFERENCES hub.site,
    login text NOT NULL REFERENCES hub.person,
    PRIMARY KEY (site, login)
);
CREATE TABLE IF NOT EXISTS hub.privilege (  -- which roles write what, as desktop.rules.roles tells it
    ent text NOT NULL,                 -- '*': the tables that are not named
    what text NOT NULL,                -- '*', '+' a row made, '-' a row removed, or a field
    roles text[] NOT NULL,
    PRIMARY KEY (ent, what)
);
CREATE TABLE IF NOT EXISTS hub.step (
    id uuid PRIMARY KEY,
    label text NOT NULL,
    verb text NOT NULL,
    author text NOT NULL,
    site text NOT NULL,
    at text NOT NULL,
    dossier uuid,
    undoes uuid,
    final text NOT NULL
);
CREATE TABLE IF NOT EXISTS hub.op (
    id uuid PRIMARY KEY,
    site text NOT NULL,
    seq bigint NOT NULL,
    step uuid NOT NULL,
    hlc text NOT NULL,
    author text NOT NULL,
    sch text NOT NULL,
    ent text NOT NULL,
    rid uuid NOT NULL,
    dossier uuid,
    field text NOT NULL,
    kind text NOT NULL,
    base text,                         -- JSON, letter for letter as written
    val text,
    parents uuid[] NOT NULL,
    reason text NOT NULL,
    UNIQUE (site, seq)
);
CREATE INDEX IF NOT EXISTS op_row ON hub.op (ent, rid);
CREATE INDEX IF NOT EXISTS op_dossier ON hub.op (dossier);
CREATE INDEX IF NOT EXISTS op_step ON hub.op (step);
CREATE TABLE IF NOT EXISTS hub.delivery (   -- numbers are given under the lock of the deposits: no gap
    n bigint PRIMARY KEY,
    op uuid REFERENCES hub.op,         -- NULL: the dossier left the quarter
    dossier uuid,
    again boolean NOT NULL DEFAULT false,  -- delivered once more to a quarter that it came to
    left_quarter uuid
);
CREATE INDEX IF NOT EXISTS delivery_op ON hub.delivery (op);
CREATE INDEX IF NOT EXISTS delivery_dossier ON hub.delivery (dossier);
CREATE TABLE IF NOT EXISTS hub.quarter (
    id uuid PRIMARY KEY,
    code text NOT NULL
);
CREATE TABLE IF NOT EXISTS hub.reach (      -- which dossiers each quarter sees now
    dossier uuid NOT NULL,
    quarter uuid NOT NULL,
    PRIMARY KEY (quarter, dossier)
);
CREATE INDEX IF NOT EXISTS reach_dossier ON hub.reach (dossier);
CREATE TABLE IF NOT EXISTS hub.lot (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site text NOT NULL,
    number bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    digest text NOT NULL,
    by_login text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    fresh int NOT NULL,
    refused int NOT NULL
);
CREATE TABLE IF NOT EXISTS hub.refusal (
    op uuid PRIMARY KEY,
    site text NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL,
    payload jsonb NOT NULL,
    UNIQUE (site, seq)
);
CREATE TABLE IF NOT EXISTS hub.quarantine (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site text NOT NULL,
    by_login text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL,
    lot jsonb NOT NULL
);
CREATE TABLE IF NOT EXISTS hub.presence (
    dossier uuid NOT NULL,
    author text NOT NULL,
    site text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (dossier, author, site)
);
CREATE TABLE IF NOT EXISTS hub.number (     -- definitive numbers of dossiers, one each
    dossier uuid PRIMARY KEY,
    year int NOT NULL,
    serial int NOT NULL,
    number text NOT NULL,
    UNIQUE (year, serial)
);
CREATE TABLE IF NOT EXISTS hub.content (    -- contents of pieces, once each; read by content_of alone
    sha256 text PRIMARY KEY,
    content bytea NOT NULL,
    by_login text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS hub.held (       -- which dossiers hold which file; NULL: it belongs to none
    file uuid NOT NULL,
    dossier uuid,
    UNIQUE NULLS NOT DISTINCT (file, dossier)
);
CREATE INDEX IF NOT EXISTS op_file ON hub.op ((val::jsonb ->> 'sha256')) WHERE ent = 'file' AND kind = 'create';

-- The journal is append-only for everyone, owner and administrator included, replicas too; but for what is
-- forgotten.
CREATE OR REPLACE FUNCTION hub.never() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'Le journal ne se modifie pas : il ne fait que s’allonger.' USING ERRCODE = '42501';
END $$;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['op', 'step'] LOOP
        -- A change is judged row by row: forget.sql.
        EXECUTE format('CREATE OR REPLACE TRIGGER never BEFORE DELETE OR TRUNCATE ON hub.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION hub.never()', name);
        EXECUTE format('ALTER TABLE hub.%I ENABLE ALWAYS TRIGGER never', name);
    END LOOP;
END $$;

-- What the connected person may see. session_user, so that a door that runs as the owner still knows them.
CREATE OR REPLACE FUNCTION hub.my_level() RETURNS int LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    -- 0: nothing; 1: the quarters of this person; 2: every quarter
    SELECT coalesce((SELECT CASE WHEN left_at IS NOT NULL THEN 0 WHEN quarters = '{}' THEN 2 ELSE 1 END
                     FROM hub.person WHERE login = session_user), 0)
$$;
CREATE OR REPLACE FUNCTION hub.my_quarters() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(q.id), '{}') FROM hub.person p JOIN hub.quarter q ON q.code = ANY (p.quarters)
    WHERE p.login = session_user AND p.left_at IS NULL
$$;
CREATE OR REPLACE FUNCTION hub.my_role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT role FROM hub.person WHERE login = session_user AND left_at IS NULL
$$;
CREATE OR REPLACE FUNCTION hub.my_sites() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(e.site), '{}') FROM hub.enrolment e JOIN hub.person p USING (login)
    WHERE e.login = session_user AND p.left_at IS NULL
$$;

DO $$
DECLARE
    name text;
    by_dossier text := $p$(SELECT hub.my_level()) = 2 OR (SELECT hub.my_level()) = 1 AND dossier IN
        (SELECT r.dossier FROM hub.reach r WHERE r.quarter = ANY ((SELECT hub.my_quarters())::uuid[]))$p$;
    free text := ' OR dossier IS NULL AND (SELECT hub.my_level()) > 0';
    chief text := $p$(SELECT hub.my_role()) IN ('manager', 'administrator')$p$;
    mine text := 'site = ANY ((SELECT hub.my_sites())::text[])';
    sees jsonb;
BEGIN
    sees := jsonb_build_object(
        'op', by_dossier || free,
        'delivery', by_dossier || free || ' OR left_quarter = ANY ((SELECT hub.my_quarters())::uuid[])',
        'step', 'EXISTS (SELECT FROM hub.op o WHERE o.step = step.id)',
        'reach', '(SELECT hub.my_level()) = 2 OR quarter = ANY ((SELECT hub.my_quarters())::uuid[])',
        'presence', by_dossier,
        'number', by_dossier,
        'quarter', '(SELECT hub.my_level()) > 0',
        'setting', '(SELECT hub.my_level()) > 0',
        'privilege', '(SELECT hub.my_level()) > 0',
        'person', format('login = session_user OR (%s)', chief),
        'site', format('name = ANY ((SELECT hub.my_sites())::text[]) OR (%s)', chief),
        'enrolment', format('login = session_user OR (%s)', chief),
        'lot', format('%s OR (%s)', mine, chief),
        'refusal', format('%s OR (%s)', mine, chief),
        'quarantine', chief,
        'content', 'false',
        'held', by_dossier || free);
    FOR name IN SELECT jsonb_object_keys(sees) LOOP
        EXECUTE format('ALTER TABLE hub.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE hub.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('DROP POLICY IF EXISTS owned ON hub.%I', name);
        EXECUTE format('CREATE POLICY owned ON hub.%I TO parvis_owner USING (true) WITH CHECK (true)', name);
        EXECUTE format('DROP POLICY IF EXISTS seen ON hub.%I', name);
        EXECUTE format('CREATE POLICY seen ON hub.%I FOR SELECT TO parvis_member USING (%s)', name, sees ->> name);
        EXECUTE format('DROP POLICY IF EXISTS served ON hub.%I', name);
        EXECUTE format('CREATE POLICY served ON hub.%I FOR SELECT TO parvis_service USING (true)', name);
        EXECUTE format('REVOKE ALL ON hub.%I FROM PUBLIC', name);
        EXECUTE format('GRANT SELECT ON hub.%I TO parvis_member, parvis_service', name);
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA hub TO parvis_member, parvis_service;
GRANT USAGE, CREATE ON SCHEMA parvis TO parvis_service;
