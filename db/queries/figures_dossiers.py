"""What the figures add up: one row a dossier, with what it asked, was granted and paid, and whom it reaches."""

from __future__ import annotations

from db.queries.paid import PAID_OF
from db.queries.scores import CLOSED

EVERY_AGE = "all"  # desktop.rules.ages: the line of all ages together, which counts before the bands
PEOPLE = (
    "sum(CASE WHEN y.people IS NOT NULL THEN y.people WHEN y.women IS NOT NULL OR y.men IS NOT NULL "
    "THEN coalesce(y.women, 0) + coalesce(y.men, 0) END)"
)
# What is told of the people: by age in the report, else in all in the report, else by age in the request.
_TOLD = f"""
in_bands AS MATERIALIZED (SELECT y.dossier_id, y.moment, {PEOPLE} AS people, sum(y.women) AS women, sum(y.men) AS men
 FROM audience y WHERE y.age <> '{EVERY_AGE}' GROUP BY 1, 2),
at_once AS MATERIALIZED (SELECT y.dossier_id, y.moment, {PEOPLE} AS people, sum(y.women) AS women, sum(y.men) AS men
 FROM audience y WHERE y.age = '{EVERY_AGE}' GROUP BY 1, 2),
by_age AS MATERIALIZED (SELECT dossier_id, moment, people, women, men FROM at_once WHERE people IS NOT NULL
 UNION ALL SELECT b.dossier_id, b.moment, b.people, b.women, b.men FROM in_bands b WHERE NOT EXISTS (SELECT 1
  FROM at_once o WHERE o.dossier_id = b.dossier_id AND o.moment = b.moment AND o.people IS NOT NULL)),
in_all AS MATERIALIZED (SELECT r.dossier_id, max(r.year) AS year, r.beneficiaries AS people, r.women, r.men FROM report r
 WHERE r.state IN ('received', 'accepted') AND r.kind = 'final' AND r.beneficiaries IS NOT NULL GROUP BY 1),
told AS MATERIALIZED (
 SELECT dossier_id, people, women, men, 'report' AS ages_of, 1 AS reported FROM by_age
  WHERE moment = 'report' AND people IS NOT NULL
 UNION ALL SELECT dossier_id, people, women, men, '', 1 FROM in_all
  WHERE dossier_id NOT IN (SELECT dossier_id FROM by_age WHERE moment = 'report' AND people IS NOT NULL)
 UNION ALL SELECT dossier_id, people, women, men, 'request', 0 FROM by_age
  WHERE moment = 'request' AND people IS NOT NULL AND dossier_id NOT IN (SELECT dossier_id FROM in_all)
  AND dossier_id NOT IN (SELECT dossier_id FROM by_age WHERE moment = 'report' AND people IS NOT NULL))"""
_GRANTED = "(z.outcome IN ('granted', 'partial'))"
BASE = f"""{PAID_OF},{_TOLD},
paid_in_all AS MATERIALIZED (SELECT dossier_id, sum(paid) AS paid FROM paid GROUP BY 1),
amounts AS MATERIALIZED (SELECT dossier_id, sum(asked) AS asked, sum(voted) AS voted FROM amount GROUP BY 1),
base AS MATERIALIZED (
 SELECT d.id, coalesce(d.tranche, k.year) AS year, k.code AS call_code, k.title AS call_title,
  k.year AS call_year, w.rank AS wave_rank,
  w.title AS wave_title, a.kind, d.renewal, coalesce({_GRANTED}, 0) AS is_granted,
  coalesce(d.asked, m.asked) AS asked,
  CASE WHEN {_GRANTED} THEN m.voted ELSE 0 END AS granted,
  coalesce(p.paid, 0) AS paid,
  d.cost, CASE WHEN t.dossier_id IS NULL THEN d.beneficiaries ELSE t.people END AS people,
  CASE WHEN t.dossier_id IS NULL THEN d.women ELSE t.women END AS women, t.men,
  coalesce(t.reported, 0) AS reported, coalesce(t.ages_of, '') AS ages_of,
  d.id IN ({CLOSED.replace("?", ":person")}) AS closed
 FROM dossier d JOIN call k ON k.id = d.call_id JOIN applicant a ON a.id = d.applicant_id
 LEFT JOIN wave w ON w.id = d.wave_id LEFT JOIN decision z ON z.dossier_id = d.id
 LEFT JOIN told t ON t.dossier_id = d.id LEFT JOIN paid_in_all p ON p.dossier_id = d.id
 LEFT JOIN amounts m ON m.dossier_id = d.id WHERE d.merged_into IS NULL)"""
