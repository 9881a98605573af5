-- Reports, run here on the tables that the service projects from the journal. Each person gets the figures of
-- the dossiers they may see. A dossier of two quarters, or of two challenges, counts in each. Cents.

CREATE OR REPLACE FUNCTION hub.report(p_by text, p_year int)
RETURNS TABLE (code text, label text, dossiers bigint, asked numeric, proposed numeric, voted numeric,
               paid numeric, to_settle bigint, upto bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_regclass('parvis.projected') IS NULL THEN
        RAISE EXCEPTION 'Les tables des rapports ne sont pas encore écrites : lancez « parvis hub project ».'
            USING ERRCODE = '55000';
    ELSIF p_by NOT IN ('stage', 'quarter', 'challenge', 'funder', 'month') THEN
        RAISE EXCEPTION 'Ce rapport n’existe pas : %.', p_by USING ERRCODE = '22023';
    ELSIF hub.my_level() = 0 AND session_user <> 'parvis_service' THEN
        RAISE EXCEPTION 'Le compte « % » n’est pas inscrit au serveur.', session_user USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    WITH seen AS (
        SELECT d.* FROM parvis.dossier d JOIN parvis.call c ON c.id = d.call_id
        WHERE d.merged_into IS NULL AND (p_year IS NULL OR c.year = p_year)
        AND (hub.my_level() = 2 OR session_user = 'parvis_service' OR d.id IN
            (SELECT r.dossier FROM hub.reach r WHERE r.quarter = ANY (hub.my_quarters())))
    ), money AS (
        SELECT a.dossier_id, CASE WHEN p_by = 'funder' THEN a.funder_id END AS funder,
            sum(a.proposed) AS proposed, sum(a.voted) AS voted, sum(a.paid) AS paid
        FROM parvis.amount a GROUP BY 1, 2
    ), open AS (
        SELECT k.dossier, count(*) AS n FROM parvis.conflict k WHERE k.nature <> 'reread' GROUP BY 1
    ), cut AS (  -- the groups that each dossier belongs to
        SELECT s.id, s.stage AS code, s.stage AS label FROM seen s WHERE p_by = 'stage'
        UNION ALL
        SELECT s.id, coalesce(to_char(s.deposited_at, 'YYYY-MM'), ''), coalesce(to_char(s.deposited_at, 'YYYY-MM'), '')
        FROM seen s WHERE p_by = 'month'
        UNION ALL
        SELECT s.id, coalesce(q.code, ''), coalesce(q.name, 'Sans quartier') FROM seen s
        LEFT JOIN parvis.dossier_quarter l ON l.dossier_id = s.id LEFT JOIN parvis.quarter q ON q.id = l.quarter_id
        WHERE p_by = 'quarter'
        UNION ALL
        SELECT s.id, coalesce(h.code, ''), coalesce(h.title, 'Sans défi') FROM seen s
        LEFT JOIN parvis.declared l ON l.dossier_id = s.id LEFT JOIN parvis.challenge h ON h.id = l.challenge_id
        WHERE p_by = 'challenge'
        UNION ALL
        SELECT s.id, f.code, f.name FROM seen s JOIN money n ON n.dossier_id = s.id
        JOIN parvis.funder f ON f.id = n.funder WHERE p_by = 'funder'
    )
    SELECT t.code::text, t.label::text, count(DISTINCT t.id), sum(s.asked)::numeric, sum(n.proposed)::numeric,
        sum(n.voted)::numeric, sum(n.paid)::numeric, coalesce(sum(o.n), 0)::bigint,
        (SELECT p.n FROM parvis.projected p)
    FROM cut t JOIN seen s ON s.id = t.id LEFT JOIN open o ON o.dossier = t.id
    LEFT JOIN money n ON n.dossier_id = t.id AND (p_by <> 'funder' OR n.funder =
        (SELECT f.id FROM parvis.funder f WHERE f.code = t.code))
    GROUP BY 1, 2 ORDER BY 1;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA hub FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.report(text, int) TO parvis_member, parvis_service;
GRANT USAGE ON SCHEMA parvis TO parvis_owner;
