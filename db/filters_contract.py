"""What the list and the figures ask alike: call, funder, challenge retained, theme, new or renewed."""

from __future__ import annotations

from typing import Any

from db.connection import fold

Clause = tuple[str, list[Any]]


def _called(table: str, alias: str, words: str) -> str:
    """One code alone where it is one of them, else what has it among these words; its value comes thrice."""
    return (
        f"(fold({alias}.code) = ? OR (NOT EXISTS (SELECT 1 FROM {table} o WHERE fold(o.code) = ?) "
        f"AND instr(fold({words}), ?) > 0))"
    )


_CALL = _called("call", "k", "k.code || ' ' || k.title || ' ' || k.year")
_FUNDER = _called("funder", "f", "f.code || ' ' || f.name || ' ' || f.aliases")
_FUNDED = (
    "EXISTS (SELECT 1 FROM amount x JOIN funder f ON f.id = x.funder_id WHERE x.dossier_id = d.id "
    "AND coalesce(x.asked, x.proposed, x.voted, x.paid) IS NOT NULL"
)


def call(_op: str, value: Any) -> Clause:
    """Of a call, by its code, else by words of its title or its year."""
    return f"EXISTS (SELECT 1 FROM call k WHERE k.id = d.call_id AND {_CALL})", [fold(str(value))] * 3


def funder(_op: str, value: Any) -> Clause:
    """Something is asked of a funder, proposed, voted or paid by it."""
    if value is None:
        return f"NOT {_FUNDED})", []
    return f"{_FUNDED} AND {_FUNDER})", [fold(str(value))] * 3


# The challenges that figures count: those with the strongest mark of the dossier, else those it declares.
_RETAINED = (
    "(EXISTS (SELECT 1 FROM mark m{0} WHERE m.dossier_id = d.id AND m.level > 0 AND m.level = "
    "(SELECT max(o.level) FROM mark o WHERE o.dossier_id = d.id){1}) OR "
    "(EXISTS (SELECT 1 FROM declared m{0} WHERE m.dossier_id = d.id{1}) AND NOT EXISTS "
    "(SELECT 1 FROM mark o WHERE o.dossier_id = d.id AND o.level > 0)))"
)
_OF_CHALLENGE = " JOIN challenge c ON c.id = m.challenge_id"
_OF_THEME = (
    " JOIN challenge_theme y ON y.challenge_id = m.challenge_id AND y.percent > 0 "
    "JOIN theme c ON c.id = y.theme_id"
)
_CODED = " AND fold(c.code) = ?"


def retained(_op: str, value: Any) -> Clause:
    """Counted for this challenge, by its code or number."""
    if value is None:
        return f"NOT {_RETAINED.format('', '')}", []
    text = f"d{int(value):02d}" if str(value).isdigit() else fold(str(value))
    return _RETAINED.format(_OF_CHALLENGE, _CODED), [text, text]


def theme(_op: str, value: Any) -> Clause:
    """Counted for this theme of the State, by its code."""
    if value is None:  # the challenge, or one of several, is of no theme of the State
        bare = (
            " AND NOT EXISTS (SELECT 1 FROM challenge_theme y WHERE y.challenge_id = m.challenge_id "
            "AND y.percent > 0)"
        )
        return f"(NOT {_RETAINED.format('', '')} OR {_RETAINED.format('', bare)})", []
    return _RETAINED.format(_OF_THEME, _CODED), [fold(str(value))] * 2


def renewal(op: str, value: Any) -> Clause:
    """A renewal, or not one as far as anybody knows; "none": nobody says."""
    if value is None:
        return f"d.renewal IS {'NOT ' if op == '!=' else ''}NULL", []
    yes = (value == "yes") == (op != "!=")
    return ("d.renewal = 1" if yes else "NOT coalesce(d.renewal = 1, 0)"), []


_TODAY = "date('now', 'localtime')"
_REPORT = "EXISTS (SELECT 1 FROM report x WHERE x.dossier_id = d.id AND {})"
_LACKING = (  # as db.queries.reports: an earlier report of the same applicant, or of a linked dossier
    "d.stage NOT IN ('decided', 'notified', 'closed') AND EXISTS (SELECT 1 FROM dossier e "
    "JOIN report x ON x.dossier_id = e.id AND x.kind = 'final' AND x.state IN ('awaited', 'returned') "
    "WHERE e.id <> d.id AND e.merged_into IS NULL AND ((d.renewal = 1 AND e.applicant_id = d.applicant_id) "
    "OR EXISTS (SELECT 1 FROM dossier_link l WHERE l.kind = 'renewed' AND l.dossier_id = d.id "
    "AND l.other_id = e.id)) "
    "AND x.year < coalesce(d.tranche, (SELECT k.year FROM call k WHERE k.id = d.call_id)) "
    f"AND (x.due_on < {_TODAY} OR NOT EXISTS (SELECT 1 FROM report i WHERE i.dossier_id = e.id "
    "AND i.kind = 'intermediate' AND i.state IN ('received', 'accepted', 'waived')))) "
    "AND NOT EXISTS (SELECT 1 FROM piece p WHERE p.dossier_id = d.id AND p.kind = 'bilan' "
    "AND p.state IN ('received', 'announced', 'waived'))"
)


def report(_op: str, value: Any) -> Clause:
    """report:late — where the reports of a dossier stand; "lacking": an earlier one stops this renewal."""
    if value is None:
        return f"NOT {_REPORT.format('1')}", []
    if value == "lacking":
        return _LACKING, []
    if value == "late":
        return _REPORT.format(f"x.state IN ('awaited', 'returned') AND x.due_on < {_TODAY}"), []
    return _REPORT.format("x.state = ?"), [str(value)]
