-- The doors of the hub: the only way in. Those that write run as the owner and ask who knocks.

CREATE OR REPLACE FUNCTION hub.holders(p_ent text, p_what text) RETURNS text[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT roles FROM hub.privilege WHERE ent = p_ent AND what = p_what
$$;

-- May this role write this? The same answer as may_write of desktop/rules/roles.py: a test compares them.
CREATE OR REPLACE FUNCTION hub.may_write(p_role text, p_ent text, p_field text, p_kind text, p_base text,
    p_val text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made text[] := hub.holders(p_ent, '+');
    whole text[] := coalesce(hub.holders(p_ent, '*'), hub.holders('*', '*'));
BEGIN
    IF p_kind = 'delete' THEN
        RETURN coalesce(p_role = ANY (coalesce(hub.holders(p_ent, '-'), whole)), false);
    ELSIF p_kind = 'update' AND p_ent = 'dossier' AND p_field = 'stage' THEN
        RETURN coalesce(p_role = ANY (coalesce(hub.holders('dossier', 'stage>' || (p_val::jsonb #>> '{}')),
            hub.holders('dossier', 'stage<' || (p_base::jsonb #>> '{}')), whole)), false);
    ELSIF p_kind = 'update' THEN
        RETURN coalesce(p_role = ANY (coalesce(hub.holders(p_ent, p_field), whole)), false);
    ELSIF made IS NOT NULL THEN
        RETURN coalesce(p_role = ANY (made), false);
    END IF;
    -- A row made is also each of its fields written.
    RETURN coalesce(p_role = ANY (whole), false) AND NOT EXISTS (
        SELECT FROM hub.privilege g JOIN jsonb_each(p_val::jsonb) v ON v.key = g.what
        WHERE g.ent = p_ent AND v.value <> 'null' AND p_role <> ALL (g.roles));
END $$;

-- The workstation of a name; "PC-04~2" is PC-04 gone on after it was restored or copied.
CREATE OR REPLACE FUNCTION hub.known_site(p_site text) RETURNS hub.site LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found hub.site;
    first_name text := regexp_replace(p_site, '~[0-9]+$', '');
BEGIN
    SELECT * INTO found FROM hub.site WHERE name = p_site;
    IF found.name IS NULL AND first_name <> p_site THEN
        SELECT * INTO found FROM hub.site WHERE name = first_name;
        IF found.name IS NOT NULL AND found.revoked_at IS NULL THEN
            INSERT INTO hub.site (name, place, quarters) VALUES (p_site, found.place, found.quarters)
            ON CONFLICT DO NOTHING;
            INSERT INTO hub.enrolment SELECT p_site, login FROM hub.enrolment WHERE site = first_name
            ON CONFLICT DO NOTHING;
            SELECT * INTO found FROM hub.site WHERE name = p_site;
        END IF;
    END IF;
    RETURN found;
END $$;

-- Why the connected person may not speak for a workstation; '' when they may.
CREATE OR REPLACE FUNCTION hub.fault_of(p_site hub.site, p_asked text) RETURNS text LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_site.name IS NULL THEN
        RETURN format('Le poste « %s » n’est pas inscrit au serveur.', p_asked);
    ELSIF p_site.revoked_at IS NOT NULL THEN
        RETURN format('Le poste « %s » a été révoqué le %s (%s).', p_asked,
                      to_char(p_site.revoked_at, 'DD/MM/YYYY'), p_site.revoked_why);
    ELSIF hub.my_level() = 0 THEN
        RETURN format('Le compte « %s » n’est pas inscrit au serveur.', session_user);
    ELSIF p_site.name <> ALL (hub.my_sites()) AND hub.my_role() NOT IN ('manager', 'administrator') THEN
        RETURN format('Le compte « %s » n’est pas inscrit sur le poste « %s ».', session_user, p_asked);
    END IF;
    RETURN '';
END $$;

CREATE OR REPLACE FUNCTION hub.hello(p_site text, p_schema text, p_seq bigint, p_cursor bigint)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    site hub.site;
    fault text;
    oldest text := coalesce((SELECT value FROM hub.setting WHERE name = 'schema_min'), '');
    newest text := coalesce((SELECT value FROM hub.setting WHERE name = 'schema'), '');
    latest bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7207486);
    site := hub.known_site(p_site);
    fault := hub.fault_of(site, p_site);
    IF fault <> '' THEN
        RETURN jsonb_build_object('state', 'refused', 'reason', fault);
    END IF;
    SELECT coalesce(max(n), 0) INTO latest FROM hub.delivery;
    UPDATE hub.site SET seen_at = now(), schema = p_schema, cursor = least(p_cursor, latest)
    WHERE name = p_site;
    RETURN jsonb_build_object(
        'state', CASE WHEN site.seq > p_seq THEN 'restored' ELSE 'welcome' END,
        'time', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SSOF'),
        'schema', newest, 'too_old', p_schema < oldest,
        'known', site.seq, 'cursor', latest, 'ahead', p_cursor > latest,
        'scope_no', site.scope_no, 'quarters', site.quarters, 'place', site.place,
        'epoch', (SELECT system_identifier FROM pg_control_system()) || '/'
            || (SELECT timeline_id FROM pg_control_checkpoint()),
        'sites', (SELECT jsonb_object_agg(s.name, s.seq) FROM hub.site s),
        'role', hub.my_role());
END $$;

-- What the hub has under the numbers of a workstation: whoever finds others there is a copy of it.
CREATE OR REPLACE FUNCTION hub.known_of(p_site text, p_after bigint) RETURNS TABLE (seq bigint, id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF hub.fault_of(hub.known_site(p_site), p_site) <> '' THEN
        RAISE EXCEPTION 'Ce compte n’est pas inscrit sur le poste « % ».', p_site USING ERRCODE = '42501';
    END IF;
    RETURN QUERY SELECT o.seq, o.id FROM hub.op o WHERE o.site = p_site AND o.seq > p_after
        UNION ALL SELECT r.seq, r.op FROM hub.refusal r WHERE r.site = p_site AND r.seq > p_after ORDER BY 1;
END $$;

-- The incoming operations of a lot, as rows of the journal.
CREATE OR REPLACE FUNCTION hub.rows_of(p_lot jsonb) RETURNS SETOF hub.op LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT (j ->> 0)::uuid, j ->> 1, (j ->> 2)::bigint, (j ->> 3)::uuid, j ->> 4, j ->> 5, j ->> 6, j ->> 7,
           (j ->> 8)::uuid, (j ->> 9)::uuid, j ->> 10, j ->> 11, j ->> 12, j ->> 13,
           ARRAY(SELECT jsonb_array_elements_text(j -> 14)::uuid), j ->> 15
    FROM jsonb_array_elements(p_lot -> 'ops') j
$$;

-- What the whole lot contradicts, '' when nothing: then it is put aside and nothing of it is taken.
CREATE OR REPLACE FUNCTION hub.protocol_fault(p_lot jsonb, p_ops hub.op[], p_site hub.site) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first_no bigint := (p_lot ->> 'first')::bigint;
    last_no bigint := (p_lot ->> 'last')::bigint;
    wrong text;
BEGIN
    IF p_lot ->> 'format' IS DISTINCT FROM 'parvis-lot/1' OR p_lot ->> 'way' IS DISTINCT FROM 'up' THEN
        RETURN 'Ce lot n’est pas d’un format connu.';
    ELSIF (SELECT count(*) <> last_no - first_no + 1 OR count(DISTINCT seq) <> count(*)
               OR count(DISTINCT id) <> count(*) OR min(seq) <> first_no OR max(seq) <> last_no
               OR bool_or(site <> p_site.name) FROM unnest(p_ops)) THEN
        RETURN 'Les numéros du lot ne se suivent pas ou ne sont pas ceux du poste.';
    ELSIF first_no > p_site.seq + 1 THEN
        RETURN format('Il manque des opérations : le serveur connaît le poste « %s » jusqu’au n° %s et ce lot '
                      'commence au n° %s.', p_site.name, p_site.seq, first_no);
    END IF;
    SELECT i.site || ' n° ' || i.seq INTO wrong FROM unnest(p_ops) i
        JOIN (SELECT id, site, seq FROM hub.op UNION ALL SELECT op, site, seq FROM hub.refusal) k
            ON k.site = i.site AND k.seq = i.seq
        WHERE k.id <> i.id ORDER BY i.seq LIMIT 1;
    IF wrong IS NOT NULL THEN
        RETURN format('Un même numéro a servi deux fois (%s) : cette base est une copie ou a été restaurée.', wrong);
    END IF;
    SELECT i.site || ' n° ' || i.seq INTO wrong FROM unnest(p_ops) i JOIN hub.op k ON k.id = i.id
        WHERE k IS DISTINCT FROM i AND (
            to_jsonb(k) - '{base,val,reason}'::text[] <> to_jsonb(i) - '{base,val,reason}'::text[]
            OR hub.words_print(k.reason) <> hub.words_print(i.reason)
            OR NOT hub.same_value(k.base, i.base, i.kind <> 'update')
            OR NOT hub.same_value(k.val, i.val, i.kind <> 'update')) ORDER BY i.seq LIMIT 1;
    IF wrong IS NULL THEN
        SELECT i.site || ' n° ' || i.seq INTO wrong FROM unnest(p_ops) i JOIN hub.refusal k ON k.op = i.id
            WHERE k.payload IS DISTINCT FROM to_jsonb(i) AND (
                k.payload - '{base,val,reason}'::text[] <> to_jsonb(i) - '{base,val,reason}'::text[]
                OR NOT hub.same_value(k.payload ->> 'base', i.base, i.kind <> 'update')
                OR NOT hub.same_value(k.payload ->> 'val', i.val, i.kind <> 'update')) ORDER BY i.seq LIMIT 1;
    END IF;
    IF wrong IS NOT NULL THEN
        RETURN format('Une opération déjà connue a été modifiée (%s).', wrong);
    END IF;
    RETURN '';
END $$;

-- What a right or a scope does not allow, operation by operation: (id, French reason).
CREATE OR REPLACE FUNCTION hub.faults(p_ops hub.op[], p_site hub.site, p_lot jsonb)
RETURNS TABLE (id uuid, reason text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    WITH held AS (  -- the quarters of the workstation
        SELECT q.id FROM hub.quarter q WHERE q.code = ANY (p_site.quarters)
    ), people AS (
        SELECT p.*, EXISTS (SELECT FROM hub.enrolment e WHERE e.site = p_site.name AND e.login = p.login) AS here
        FROM hub.person p WHERE p.author IN (SELECT author FROM unnest(p_ops))
    ), told AS (  -- a value is looked at only where it weighs: each question is then asked once
        SELECT o.id, o.author, o.ent, o.rid, o.dossier, o.field, o.kind, o.val AS whole,
            CASE WHEN p_lot -> 'knew' = '[]' OR p_lot -> 'knew' IS NULL THEN (p_lot ->> 'cursor')::bigint
            ELSE coalesce((SELECT (k ->> 1)::bigint FROM jsonb_array_elements(p_lot -> 'knew') k
                           WHERE (k ->> 0)::bigint <= o.seq ORDER BY (k ->> 0)::bigint DESC LIMIT 1), 0)
            END AS knew,  -- up to which delivery its author knew
            CASE WHEN o.field = 'stage' AND o.ent = 'dossier' THEN o.base END AS base,
            CASE WHEN o.field = 'stage' AND o.ent = 'dossier' OR o.kind = 'create' AND o.ent IN
                (SELECT ent FROM hub.privilege WHERE what NOT IN ('*', '+', '-')) THEN o.val END AS val
        FROM unnest(p_ops) o
    ), asked AS MATERIALIZED (
        SELECT a.*, hub.may_write(p.role, a.ent, a.field, a.kind, a.base, coalesce(a.val, '{}')) AS may
        FROM (SELECT DISTINCT author, ent, field, kind, base, val FROM told) a JOIN people p USING (author)
    ), judged AS (
        SELECT o.*, p.login, p.left_at, p.here, coalesce(a.may, false) AS may
        FROM told o LEFT JOIN people p USING (author)
        LEFT JOIN asked a ON (a.author, a.ent, a.field, a.kind) = (o.author, o.ent, o.field, o.kind)
            AND a.base IS NOT DISTINCT FROM o.base AND a.val IS NOT DISTINCT FROM o.val
    ), dossiers AS (  -- what the author could still believe to be theirs, by what the workstation had received
        SELECT d.dossier, d.knew,
            p_site.quarters = '{}'
            OR EXISTS (SELECT FROM hub.reach r WHERE r.dossier = d.dossier AND r.quarter IN (SELECT id FROM held))
            OR EXISTS (SELECT FROM hub.delivery v WHERE v.dossier = d.dossier AND v.n > d.knew
                       AND v.left_quarter IN (SELECT id FROM held))
            OR EXISTS (SELECT FROM hub.op c WHERE c.rid = d.dossier AND c.ent = 'dossier' AND c.kind = 'create'
                       AND regexp_replace(c.site, '~[0-9]+$', '') = regexp_replace(p_site.name, '~[0-9]+$', '')
                       AND NOT EXISTS (SELECT FROM hub.delivery l WHERE l.dossier = c.rid AND l.op IS NULL))
            OR EXISTS (SELECT FROM unnest(p_ops) c WHERE c.rid = d.dossier AND c.ent = 'dossier'
                       AND c.kind = 'create') AS held
        FROM (SELECT DISTINCT dossier, knew FROM told WHERE dossier IS NOT NULL) d
    )
    SELECT j.id, CASE
        WHEN j.login IS NULL THEN format('« %s » n’est pas une personne inscrite au serveur.', j.author)
        WHEN j.left_at IS NOT NULL THEN format('« %s » ne travaille plus ici depuis le %s.', j.author,
                                               to_char(j.left_at, 'DD/MM/YYYY'))
        WHEN NOT j.here THEN format('« %s » n’est pas inscrit sur le poste « %s ».', j.author, p_site.name)
        WHEN d.held IS FALSE THEN 'Ce dossier n’est plus dans le périmètre de votre poste, et vous le saviez en '
            'l’écrivant : transmettez votre modification à la ville.'
        ELSE format('Le rôle de « %s » ne permet pas d’écrire ici (%s, %s).', j.author, j.ent,
                    CASE WHEN j.field = '' THEN j.kind ELSE j.field END)
        END
    FROM judged j LEFT JOIN dossiers d ON d.dossier = j.dossier AND d.knew = j.knew
    WHERE (j.login IS NULL OR j.left_at IS NOT NULL OR NOT j.here OR d.held IS FALSE
        OR NOT j.may)
    -- What the hub already says word for word hurts no one: each new base is founded with the same rows.
    AND NOT (j.kind = 'create' AND EXISTS (SELECT FROM hub.op k WHERE k.ent = j.ent AND k.rid = j.rid
             AND k.kind = 'create' AND k.val = j.whole))
$$;

-- A dossier came to a quarter: its history is delivered once more, in its first order.
CREATE OR REPLACE FUNCTION hub.deliver_again(p_dossier uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE latest bigint := (SELECT coalesce(max(n), 0) FROM hub.delivery);
BEGIN
    INSERT INTO hub.delivery (n, op, dossier, again)
    SELECT latest + row_number() OVER (ORDER BY n), op, p_dossier, true
    FROM hub.delivery WHERE dossier = p_dossier AND op IS NOT NULL AND NOT again;
END $$;

CREATE OR REPLACE FUNCTION hub.leave(p_dossier uuid, p_quarter uuid) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM hub.reach WHERE dossier = p_dossier AND quarter = p_quarter;
    IF FOUND THEN
        INSERT INTO hub.delivery (n, dossier, left_quarter)
        SELECT coalesce(max(n), 0) + 1, p_dossier, p_quarter FROM hub.delivery;
    END IF;
END $$;

-- What the fresh operations change in who sees what, and the numbers of dossiers they tell.
CREATE OR REPLACE FUNCTION hub.take_effect(p_ops hub.op[], p_before bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    o hub.op;
    gained uuid;
    lost uuid;
    told text;
BEGIN
    FOR o IN SELECT i.* FROM unnest(p_ops) i WHERE i.ent IN ('quarter', 'dossier_quarter')
             OR i.ent = 'dossier' AND i.field IN ('', 'number') ORDER BY i.seq LOOP
        IF o.ent = 'quarter' AND o.kind = 'create' THEN
            INSERT INTO hub.quarter VALUES (o.rid, o.val::jsonb ->> 'code') ON CONFLICT DO NOTHING;
        ELSIF o.ent = 'dossier' AND o.kind <> 'delete' THEN
            told := CASE o.kind WHEN 'create' THEN o.val::jsonb ->> 'number' ELSE o.val::jsonb #>> '{}' END;
            IF told ~ '^[0-9]{4}-[0-9]{1,8}$' THEN
                INSERT INTO hub.number VALUES (o.rid, left(told, 4)::int, substr(told, 6)::int, told)
                ON CONFLICT DO NOTHING;
            END IF;
        ELSIF o.ent = 'dossier_quarter' AND o.dossier IS NOT NULL THEN
            lost := CASE o.kind WHEN 'delete' THEN (o.base::jsonb ->> 'quarter_id')::uuid
                    WHEN 'update' THEN CASE o.field WHEN 'quarter_id' THEN (o.base::jsonb #>> '{}')::uuid END END;
            gained := CASE o.kind WHEN 'create' THEN (o.val::jsonb ->> 'quarter_id')::uuid
                      WHEN 'update' THEN CASE o.field WHEN 'quarter_id' THEN (o.val::jsonb #>> '{}')::uuid END END;
            IF lost IS NOT NULL THEN
                PERFORM hub.leave(o.dossier, lost);
            END IF;
            IF gained IS NOT NULL THEN
                INSERT INTO hub.reach VALUES (o.dossier, gained) ON CONFLICT DO NOTHING;
                IF FOUND AND EXISTS (SELECT FROM hub.delivery WHERE dossier = o.dossier AND n <= p_before) THEN
                    PERFORM hub.deliver_again(o.dossier);
                END IF;
            END IF;
        END IF;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION hub.may_see(p_dossier uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT hub.my_level() = 2 OR EXISTS (SELECT FROM hub.reach
        WHERE dossier = p_dossier AND quarter = ANY (hub.my_quarters()))
$$;

-- Which dossiers hold which files, by the fresh operations: any value of theirs that is the key of a file.
CREATE OR REPLACE FUNCTION hub.take_files(p_ops hub.op[]) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO hub.held
    SELECT DISTINCT f.rid, o.dossier
    FROM unnest(p_ops) o
    CROSS JOIN LATERAL jsonb_each_text(CASE WHEN o.kind = 'create' THEN o.val::jsonb
                                       ELSE jsonb_build_object(o.field, o.val::jsonb) END) v
    JOIN hub.op f ON f.ent = 'file' AND f.kind = 'create'
        AND f.rid = CASE WHEN v.value ~ '^[0-9a-f]{32}$' THEN v.value::uuid END
    WHERE o.kind <> 'delete' AND o.ent <> 'file' AND (v.key LIKE '%file%' OR v.key LIKE '%_id')
    ON CONFLICT DO NOTHING
$$;

CREATE OR REPLACE FUNCTION hub.wanted_contents(p_hashes text[]) RETURNS SETOF text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT h FROM unnest(p_hashes) h WHERE hub.my_level() > 0
        AND NOT EXISTS (SELECT FROM hub.content c WHERE c.sha256 = h)
        AND EXISTS (SELECT FROM hub.op f WHERE f.ent = 'file' AND f.kind = 'create'
                    AND f.val::jsonb ->> 'sha256' = h)
$$;

CREATE OR REPLACE FUNCTION hub.put_content(p_sha256 text, p_content bytea) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF hub.my_level() = 0 OR encode(sha256(p_content), 'hex') <> p_sha256
       OR NOT EXISTS (SELECT FROM hub.wanted_contents(ARRAY[p_sha256])) THEN
        RAISE EXCEPTION 'Ce contenu n’est pas attendu au serveur, ou n’est pas celui qu’il dit être.'
            USING ERRCODE = '42501';
    END IF;
    INSERT INTO hub.content VALUES (p_sha256, p_content, session_user) ON CONFLICT DO NOTHING;
END $$;

-- NULL when it is not here, or belongs to dossiers that this account does not see.
CREATE OR REPLACE FUNCTION hub.content_of(p_sha256 text) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.content FROM hub.content c WHERE c.sha256 = p_sha256 AND hub.my_level() > 0 AND (
        hub.my_level() = 2 OR EXISTS (
            SELECT FROM hub.op f JOIN hub.held h ON h.file = f.rid
            WHERE f.ent = 'file' AND f.kind = 'create' AND f.val::jsonb ->> 'sha256' = p_sha256
            AND (h.dossier IS NULL OR hub.may_see(h.dossier))))
$$;

CREATE OR REPLACE FUNCTION hub.put_aside(p_lot jsonb, p_reason text) RETURNS jsonb LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO hub.quarantine (site, by_login, reason, lot)
    VALUES (coalesce(p_lot ->> 'site', ''), session_user, p_reason, p_lot);
    RETURN jsonb_build_object('state', 'quarantined', 'reason', p_reason);
END $$;

CREATE OR REPLACE FUNCTION hub.deposit(p_lot jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    site hub.site;
    incoming hub.op[];
    fresh hub.op[];
    kept hub.op[];
    fault text;
    bad jsonb := '{}';
    o hub.op;
    before bigint;
    total int;
BEGIN
    PERFORM pg_advisory_xact_lock(7207486);
    site := hub.known_site(p_lot ->> 'site');
    fault := hub.fault_of(site, p_lot ->> 'site');
    IF fault <> '' THEN
        RETURN hub.put_aside(p_lot, fault);
    END IF;
    BEGIN
        SELECT array_agg(r ORDER BY r.seq) INTO incoming FROM hub.rows_of(p_lot) r;
        fault := hub.protocol_fault(p_lot, incoming, site);
    EXCEPTION WHEN data_exception OR null_value_not_allowed THEN
        fault := 'Le contenu du lot est illisible.';
    END;
    IF fault <> '' THEN
        RETURN hub.put_aside(p_lot, fault);
    END IF;
    SELECT array_agg(i ORDER BY i.seq) INTO fresh FROM unnest(incoming) i WHERE i.seq > site.seq;
    total := coalesce(array_length(incoming, 1), 0);
    IF fresh IS NULL THEN
        RETURN jsonb_build_object('state', 'received', 'fresh', 0, 'already', total, 'refused', '[]'::jsonb,
                                  'known', site.seq);
    END IF;
    SELECT i.site || ' n° ' || i.seq INTO fault FROM unnest(fresh) i, unnest(i.parents) parent
        WHERE NOT EXISTS (SELECT FROM hub.op k WHERE k.id = parent)
        AND NOT EXISTS (SELECT FROM hub.refusal k WHERE k.op = parent)
        AND NOT EXISTS (SELECT FROM unnest(incoming) k WHERE k.id = parent) LIMIT 1;
    IF FOUND THEN
        RETURN jsonb_build_object('state', 'waits', 'known', site.seq, 'reason', format(
            'L’opération %s en suit une que le serveur n’a pas encore : elle sera reprise plus tard.', fault));
    END IF;
    SELECT coalesce(jsonb_object_agg(f.id, f.reason), '{}') INTO bad
        FROM hub.faults(fresh, site, p_lot) f;
    -- What rests on something refused is refused with it: an operation it replaces, or its dossier.
    IF bad <> '{}' OR EXISTS (SELECT FROM hub.refusal r WHERE r.site = site.name
                              OR r.op IN (SELECT unnest(i.parents) FROM unnest(fresh) i)) THEN
        FOR o IN SELECT i.* FROM unnest(fresh) i ORDER BY i.seq LOOP
            IF NOT bad ? o.id::text AND (
                EXISTS (SELECT FROM unnest(o.parents) p WHERE bad ? p::text
                        OR EXISTS (SELECT FROM hub.refusal r WHERE r.op = p))
                OR EXISTS (SELECT FROM unnest(fresh) d WHERE d.rid = o.dossier AND d.ent = 'dossier'
                           AND d.kind = 'create' AND bad ? d.id::text)
                OR EXISTS (SELECT FROM hub.refusal r WHERE r.payload ->> 'rid' = o.dossier::text
                           AND r.payload ->> 'ent' = 'dossier' AND r.payload ->> 'kind' = 'create'
                           AND NOT EXISTS (SELECT FROM hub.op d WHERE d.rid = o.dossier AND d.ent = 'dossier'))) THEN
                bad := bad || jsonb_build_object(o.id, 'Elle repose sur une opération refusée.');
            END IF;
        END LOOP;
    END IF;
    SELECT coalesce(array_agg(i ORDER BY i.seq), '{}') INTO kept FROM unnest(fresh) i WHERE NOT bad ? i.id::text;
    SELECT coalesce(max(n), 0) INTO before FROM hub.delivery;
    INSERT INTO hub.step SELECT (j ->> 0)::uuid, j ->> 1, j ->> 2, j ->> 3, j ->> 4, j ->> 5, (j ->> 6)::uuid,
        (j ->> 7)::uuid, j ->> 8 FROM jsonb_array_elements(p_lot -> 'steps') j
        WHERE (j ->> 0)::uuid IN (SELECT k.step FROM unnest(kept) k) ON CONFLICT DO NOTHING;
    INSERT INTO hub.op SELECT * FROM unnest(kept);
    INSERT INTO hub.refusal (op, site, seq, reason, payload)
        SELECT i.id, i.site, i.seq, bad ->> i.id::text, to_jsonb(i) FROM unnest(fresh) i WHERE bad ? i.id::text;
    INSERT INTO hub.delivery (n, op, dossier)
        SELECT before + row_number() OVER (ORDER BY i.seq), i.id, i.dossier FROM unnest(kept) i;
    PERFORM hub.take_effect(kept, before);
    PERFORM hub.take_files(kept);
    PERFORM hub.forget(kept);
    UPDATE hub.site s SET seq = (p_lot ->> 'last')::bigint WHERE s.name = site.name;
    INSERT INTO hub.lot (site, number, first, last, digest, by_login, fresh, refused)
        VALUES (site.name, (p_lot ->> 'number')::bigint, (p_lot ->> 'first')::bigint, (p_lot ->> 'last')::bigint,
                encode(sha256(convert_to(p_lot::text, 'UTF8')), 'hex'), session_user,
                cardinality(kept), cardinality(fresh) - cardinality(kept));
    PERFORM pg_notify('parvis_hub', (SELECT max(n) FROM hub.delivery)::text);
    RETURN jsonb_build_object('state', 'received', 'fresh', cardinality(kept),
        'already', total - cardinality(fresh), 'known', (p_lot ->> 'last')::bigint,
        'refused', (SELECT coalesce(jsonb_agg(jsonb_build_array(replace(i.id::text, '-', ''),
                        bad ->> i.id::text) ORDER BY i.seq), '[]') FROM unnest(fresh) i WHERE bad ? i.id::text));
END $$;

-- The next lot for a workstation, in the form in which lots travel. Runs as the person: they see their rows.
CREATE OR REPLACE FUNCTION hub.fetch(p_site text, p_cursor bigint, p_count int) RETURNS json
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine hub.site;
    held uuid[];
    everything boolean;
    latest bigint;
    upto bigint;
    answer json;
BEGIN
    SELECT * INTO mine FROM hub.site WHERE name = p_site;
    IF mine.name IS NULL OR mine.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'Le poste « % » n’est pas inscrit pour ce compte, ou a été révoqué.', p_site
            USING ERRCODE = '42501';
    END IF;
    everything := mine.quarters = '{}';
    held := ARRAY(SELECT id FROM hub.quarter WHERE code = ANY (mine.quarters));
    IF hub.my_level() < 2 AND (everything OR NOT held <@ hub.my_quarters()) THEN
        RAISE EXCEPTION 'Ce compte ne voit pas tous les quartiers que garde le poste « % ».', p_site
            USING ERRCODE = '42501';
    END IF;
    WITH latest AS (
        -- the numbers are given under a lock: what is below the highest one seen is all there
        SELECT coalesce(max(d.n), 0) AS n FROM hub.delivery d
    ), due AS (
        SELECT d.* FROM hub.delivery d, latest
        WHERE d.n > p_cursor AND d.n <= latest.n AND (
            d.op IS NULL AND NOT everything AND d.left_quarter = ANY (held)
            OR d.op IS NOT NULL AND (
                everything AND NOT d.again
                OR NOT everything AND (d.dossier IS NULL OR d.dossier IN
                    (SELECT r.dossier FROM hub.reach r WHERE r.quarter = ANY (held)))))
        ORDER BY d.n LIMIT p_count
    ), sent AS (
        SELECT DISTINCT ON (o.id) due.n, o.* FROM due JOIN hub.op o ON o.id = due.op
        WHERE due.again OR o.site <> p_site ORDER BY o.id, due.n
    )
    SELECT json_build_object(
        'format', 'parvis-lot/1', 'site', coalesce((SELECT value FROM hub.setting WHERE name = 'name'), 'hub'),
        'to', p_site, 'number', p_cursor, 'way', 'down', 'first', p_cursor,
        'last', CASE WHEN (SELECT count(*) FROM due) < p_count THEN (SELECT n FROM latest)
                     ELSE (SELECT max(n) FROM due) END,
        'schema', coalesce((SELECT value FROM hub.setting WHERE name = 'schema'), ''), 'cursor', 0,
        'known', (SELECT json_build_object(p_site, mine.seq)), 'digests', '{}'::json,
        'refused', (SELECT coalesce(json_agg(json_build_array(replace(r.op::text, '-', ''), r.reason)), '[]')
                    FROM hub.refusal r WHERE r.site = p_site),
        'gone', (SELECT coalesce(json_agg(DISTINCT replace(g.dossier::text, '-', '')), '[]') FROM due g
                 WHERE g.op IS NULL AND g.dossier NOT IN
                    (SELECT r.dossier FROM hub.reach r WHERE r.quarter = ANY (held))),
        'scope', CASE WHEN everything THEN '' ELSE json_build_object('quarters', mine.quarters,
            'committees', '[]'::json, 'dossiers', '[]'::json, 'left_out', '[]'::json, 'pieces', true)::text END,
        'steps', (SELECT coalesce(json_agg(json_build_array(replace(s.id::text, '-', ''), s.label, s.verb, s.author,
                    s.site, s.at, replace(s.dossier::text, '-', ''), replace(s.undoes::text, '-', ''), s.final)), '[]')
                  FROM hub.step s WHERE s.id IN (SELECT step FROM sent)),
        'ops', (SELECT coalesce(json_agg(json_build_array(replace(o.id::text, '-', ''), o.site, o.seq,
                    replace(o.step::text, '-', ''), o.hlc, o.author, o.sch, o.ent, replace(o.rid::text, '-', ''),
                    replace(o.dossier::text, '-', ''), o.field, o.kind, o.base, o.val,
                    (SELECT coalesce(json_agg(replace(p::text, '-', '')), '[]') FROM unnest(o.parents) p),
                    o.reason) ORDER BY o.n), '[]') FROM sent o))
    INTO answer;
    RETURN answer;
END $$;

-- Give a dossier to another quarter: the others lose it, its whole history is delivered to the new one.
CREATE OR REPLACE FUNCTION hub.move(p_dossier uuid, p_quarter text) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted uuid;
    other uuid;
    latest bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7207486);
    IF hub.my_level() < 2 OR coalesce(hub.my_role(), '') NOT IN ('officer', 'manager', 'administrator') THEN
        RAISE EXCEPTION 'Votre compte ne peut pas confier un dossier à un autre quartier.' USING ERRCODE = '42501';
    END IF;
    SELECT id INTO wanted FROM hub.quarter WHERE code = p_quarter;
    IF wanted IS NULL OR NOT EXISTS (SELECT FROM hub.op WHERE rid = p_dossier AND ent = 'dossier') THEN
        RAISE EXCEPTION 'Le serveur ne connaît pas ce quartier ou ce dossier.' USING ERRCODE = '22023';
    END IF;
    FOR other IN SELECT quarter FROM hub.reach WHERE dossier = p_dossier AND quarter <> wanted LOOP
        PERFORM hub.leave(p_dossier, other);
    END LOOP;
    INSERT INTO hub.reach VALUES (p_dossier, wanted) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM hub.deliver_again(p_dossier);
    END IF;
    SELECT coalesce(max(n), 0) INTO latest FROM hub.delivery;
    PERFORM pg_notify('parvis_hub', latest::text);
    RETURN latest;
END $$;

-- The definitive number of a dossier, "2026-0412": given once, the same to all who ask.
CREATE OR REPLACE FUNCTION hub.allot_number(p_dossier uuid, p_year int) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given text;
    next int;
BEGIN
    PERFORM pg_advisory_xact_lock(7207486);
    IF NOT EXISTS (SELECT FROM hub.op WHERE rid = p_dossier AND ent = 'dossier') OR hub.my_role() IS NULL
       OR NOT hub.may_see(p_dossier) THEN
        RAISE EXCEPTION 'Le serveur ne connaît pas ce dossier, ou votre compte ne le voit pas.'
            USING ERRCODE = '42501';
    END IF;
    SELECT number INTO given FROM hub.number WHERE dossier = p_dossier;
    IF given IS NULL THEN
        SELECT coalesce(max(serial), 0) + 1 INTO next FROM hub.number WHERE year = p_year;
        given := p_year || '-' || CASE WHEN next < 10000 THEN lpad(next::text, 4, '0') ELSE next::text END;
        INSERT INTO hub.number VALUES (p_dossier, p_year, next, given);
    END IF;
    RETURN given;
END $$;

-- I am on this dossier; told again every minute, forgotten after three.
CREATE OR REPLACE FUNCTION hub.present(p_dossier uuid, p_site text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT hub.may_see(p_dossier) OR p_site <> ALL (hub.my_sites()) THEN
        RAISE EXCEPTION 'Votre compte ne voit pas ce dossier sur ce poste.' USING ERRCODE = '42501';
    END IF;
    DELETE FROM hub.presence WHERE at < now() - interval '1 day';
    INSERT INTO hub.presence (dossier, author, site, at)
        SELECT p_dossier, author, p_site, now() FROM hub.person WHERE login = session_user
        ON CONFLICT (dossier, author, site) DO UPDATE SET at = now();
END $$;

CREATE OR REPLACE FUNCTION hub.who_is_on(p_dossier uuid)
RETURNS TABLE (author text, site text, at timestamptz) LANGUAGE sql STABLE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.author, p.site, p.at FROM hub.presence p
    WHERE p.dossier = p_dossier AND p.at > now() - interval '3 minutes' ORDER BY p.at DESC
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA hub FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.my_level(), hub.my_quarters(), hub.my_role(), hub.my_sites()
    TO parvis_member, parvis_service;
GRANT EXECUTE ON FUNCTION hub.hello(text, text, bigint, bigint), hub.deposit(jsonb),
    hub.fetch(text, bigint, int), hub.move(uuid, text), hub.allot_number(uuid, int),
    hub.wanted_contents(text[]), hub.put_content(text, bytea), hub.content_of(text),
    hub.known_of(text, bigint), hub.present(uuid, text), hub.who_is_on(uuid) TO parvis_member;
