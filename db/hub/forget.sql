-- Values erased at the hub as they are on every workstation (db/forget.py): the journal changes in this one
-- way, which a trigger verifies. What is erased leaves its SHA-256, so that the operation is still the same.

CREATE OR REPLACE FUNCTION hub.print(p_text text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(p_text, 'UTF8')), 'hex')
$$;

-- What takes the place of the JSON of one value; of one erased already, itself.
CREATE OR REPLACE FUNCTION hub.marked(p_value text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN p_value IS NULL OR p_value ~ '^\{"forgotten": ?"[0-9a-f]{64}"\}$' THEN p_value
           ELSE '{"forgotten": "' || hub.print(p_value) || '"}' END
$$;

-- The JSON of a whole row with one field erased, its other members letter for letter.
CREATE OR REPLACE FUNCTION hub.without_value(p_row text, p_field text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN p_row IS NULL OR p_row::json -> p_field IS NULL THEN p_row ELSE (
        SELECT '{' || string_agg(to_json(m.key)::text || ': ' ||
            CASE WHEN m.key = p_field THEN hub.marked(m.value::text) ELSE m.value::text END,
            ', ' ORDER BY m.rank) || '}'
        FROM json_each(p_row::json) WITH ORDINALITY AS m(key, value, rank)) END
$$;

-- Whether two JSON texts say the same, though values of one were erased.
CREATE OR REPLACE FUNCTION hub.same_value(p_one text, p_other text, p_whole boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN p_one IS NOT DISTINCT FROM p_other THEN true
        WHEN p_one IS NULL OR p_other IS NULL THEN false
        WHEN NOT p_whole OR json_typeof(p_one::json) <> 'object' OR json_typeof(p_other::json) <> 'object'
            THEN hub.marked(p_one) = hub.marked(p_other)
        ELSE NOT EXISTS (
            SELECT FROM json_each(p_one::json) a(key, value) FULL JOIN json_each(p_other::json) b(key, value)
                USING (key)
            WHERE a.value IS NULL OR b.value IS NULL
               OR a.value::text <> b.value::text AND hub.marked(a.value::text) <> hub.marked(b.value::text))
        END
$$;

-- Whether the second text is the first one, values of which were erased and nothing else.
CREATE OR REPLACE FUNCTION hub.forgets(p_old text, p_new text, p_whole boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN p_old IS NOT DISTINCT FROM p_new THEN true
        WHEN p_old IS NULL OR p_new IS NULL THEN false
        WHEN NOT p_whole THEN p_new = hub.marked(p_old)
        WHEN json_typeof(p_old::json) <> 'object' OR NOT p_new LIKE '{%}' THEN false
        ELSE NOT EXISTS (
            SELECT FROM json_each(p_old::json) a(key, value) FULL JOIN json_each(p_new::json) b(key, value)
                USING (key)
            WHERE a.value IS NULL OR b.value IS NULL
               OR b.value::text <> a.value::text AND b.value::text <> hub.marked(a.value::text))
        END
$$;

CREATE OR REPLACE FUNCTION hub.words_print(p_words text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(substring(p_words FROM '^Libellé effacé \(empreinte ([0-9a-f]{64})\)$'), hub.print(p_words))
$$;

-- The only change that the journal takes: a value, a label or a reason that gives way to its hash.
CREATE OR REPLACE FUNCTION hub.only_forgets() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'step' THEN
        IF to_jsonb(NEW) - 'label' = to_jsonb(OLD) - 'label'
           AND NEW.label = 'Libellé effacé (empreinte ' || hub.words_print(OLD.label) || ')' THEN
            RETURN NEW;
        END IF;
    ELSIF to_jsonb(NEW) - '{base,val,reason}'::text[] = to_jsonb(OLD) - '{base,val,reason}'::text[]
        AND (NEW.reason = OLD.reason
             OR NEW.reason = 'Libellé effacé (empreinte ' || hub.words_print(OLD.reason) || ')')
        AND hub.forgets(OLD.base, NEW.base, OLD.kind <> 'update')
        AND hub.forgets(OLD.val, NEW.val, OLD.kind <> 'update')
        AND EXISTS (SELECT FROM hub.op e WHERE e.ent = 'erasure' AND e.kind = 'create'
                    AND e.val::jsonb ->> 'ent' = OLD.ent AND (e.val::jsonb ->> 'row_key')::uuid = OLD.rid) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Le journal ne se modifie pas : il ne fait que s’allonger.' USING ERRCODE = '42501';
END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['op', 'step'] LOOP
        IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = ('hub.' || name)::regclass
                       AND tgname = 'only_forgets') THEN
            EXECUTE format('CREATE TRIGGER only_forgets BEFORE UPDATE ON hub.%I '
                'FOR EACH ROW EXECUTE FUNCTION hub.only_forgets()', name);
        END IF;
        EXECUTE format('ALTER TABLE hub.%I ENABLE ALWAYS TRIGGER only_forgets', name);
    END LOOP;
END $$;
CREATE INDEX IF NOT EXISTS op_erasure ON hub.op ((val::jsonb ->> 'row_key')) WHERE ent = 'erasure' AND kind = 'create';

-- What was written on a field knowing that it was erased, the erasing itself included.
CREATE OR REPLACE FUNCTION hub.after_erasure(p_ent text, p_rid uuid, p_field text, p_step uuid)
RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE mine AS (
        SELECT * FROM hub.op WHERE ent = p_ent AND rid = p_rid AND (kind <> 'update' OR field = p_field)
    ), after AS (
        SELECT id FROM mine WHERE kind = 'update' AND step = p_step
        UNION SELECT m.id FROM mine m JOIN after a ON a.id = ANY (m.parents)
    )
    SELECT coalesce(array_agg(id), '{}') FROM after
$$;

-- Erase what one erasure asks: as db/merge/erase.py does.
CREATE OR REPLACE FUNCTION hub.erase(p_erasure hub.op) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told jsonb := p_erasure.val::jsonb;
    the_ent text := told ->> 'ent';
    the_rid uuid := (told ->> 'row_key')::uuid;
    the_field text;
    later uuid[];
    lost text[];
    words text[] := '{}';
BEGIN
    FOREACH the_field IN ARRAY string_to_array(told ->> 'fields', ' ') LOOP
        later := hub.after_erasure(the_ent, the_rid, the_field, p_erasure.step);
        words := words || ARRAY(
            SELECT DISTINCT v FROM hub.op o CROSS JOIN LATERAL unnest(ARRAY[
                CASE o.kind WHEN 'update' THEN o.base::jsonb ELSE o.base::jsonb -> the_field END,
                CASE o.kind WHEN 'update' THEN o.val::jsonb ELSE o.val::jsonb -> the_field END]) j
            CROSS JOIN LATERAL (SELECT j #>> '{}') t(v)
            WHERE o.ent = the_ent AND o.rid = the_rid AND (o.kind <> 'update' OR o.field = the_field)
            AND o.id <> ALL (later) AND jsonb_typeof(j) = 'string' AND length(btrim(v)) >= 4);
        SELECT coalesce(array_agg(hub.marked(t)), '{}') INTO lost FROM hub.op o, unnest(ARRAY[o.base, o.val]) t
            WHERE o.ent = the_ent AND o.rid = the_rid AND o.kind = 'update' AND o.field = the_field
            AND o.id <> ALL (later) AND t IS NOT NULL;
        UPDATE hub.op o SET base = hub.marked(o.base), val = hub.marked(o.val)
            WHERE o.ent = the_ent AND o.rid = the_rid AND o.kind = 'update' AND o.field = the_field
            AND o.id <> ALL (later);
        UPDATE hub.op o SET base = hub.marked(o.base)
            WHERE o.ent = the_ent AND o.rid = the_rid AND o.kind = 'update' AND o.field = the_field
            AND o.id = ANY (later) AND (o.step = p_erasure.step OR hub.marked(o.base) = ANY (lost));
        UPDATE hub.op o SET base = hub.without_value(o.base, the_field), val = hub.without_value(o.val, the_field)
            WHERE o.ent = the_ent AND o.rid = the_rid AND o.kind <> 'update' AND o.id <> ALL (later);
        UPDATE hub.refusal r SET payload = r.payload || CASE
            WHEN r.payload ->> 'kind' = 'update' THEN jsonb_build_object(
                'base', hub.marked(r.payload ->> 'base'), 'val', hub.marked(r.payload ->> 'val'))
            ELSE jsonb_build_object('base', hub.without_value(r.payload ->> 'base', the_field),
                                    'val', hub.without_value(r.payload ->> 'val', the_field)) END
            WHERE r.payload ->> 'ent' = the_ent AND r.payload ->> 'rid' = the_rid::text
            AND (r.payload ->> 'kind' <> 'update' OR r.payload ->> 'field' = the_field);
    END LOOP;
    PERFORM hub.erase_words(the_ent, the_rid, words);
END $$;

-- The labels and the reasons in which an erased value stands.
CREATE OR REPLACE FUNCTION hub.erase_words(p_ent text, p_rid uuid, p_words text[]) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE hub.op o SET reason = 'Libellé effacé (empreinte ' || hub.words_print(o.reason) || ')'
        WHERE o.ent = p_ent AND o.rid = p_rid AND EXISTS (SELECT FROM unnest(p_words) w WHERE strpos(o.reason, w) > 0);
    UPDATE hub.step s SET label = 'Libellé effacé (empreinte ' || hub.words_print(s.label) || ')'
        WHERE s.id IN (SELECT step FROM hub.op WHERE ent = p_ent AND rid = p_rid)
        AND EXISTS (SELECT FROM unnest(p_words) w WHERE strpos(s.label, w) > 0)
$$;

-- What the fresh operations ask to forget, and what of them was already asked to be.
CREATE OR REPLACE FUNCTION hub.forget(p_ops hub.op[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE e hub.op;
BEGIN
    FOR e IN SELECT o.* FROM unnest(p_ops) o WHERE o.ent = 'erasure' AND o.kind = 'create'
        UNION SELECT k.* FROM hub.op k JOIN unnest(p_ops) o ON k.val::jsonb ->> 'row_key' = replace(o.rid::text, '-', '')
            WHERE k.ent = 'erasure' AND k.kind = 'create' AND k.val::jsonb ->> 'ent' = o.ent
    LOOP
        PERFORM hub.erase(e);
    END LOOP;
END $$;
