"""What hangs on the dossier: pieces missing or expired, the report of the year before."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.folding import fold


@arithmetic("pieces-missing")
def missing(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if facts.missing_pieces:
        names = ", ".join(facts.missing_pieces)
        yield Hit(
            Source("Pièces reçues", f"sans {names}", "sheet:sift"),
            Source("Pièces demandées", names),
            {"names": names},
        )


@arithmetic("piece-expired")
def expired(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    for name, key in facts.expired_pieces:
        where = Source("Pièce", name, f"piece:{key}" if key else "")
        yield Hit(where, Source("Durée de validité", "dépassée"), {"name": name}, mark=fold(name))


@arithmetic("report-missing")
def report(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """A renewal, or a grant of the year before, without the report of that year."""
    if facts.report_received is not False:
        return
    before = Source("Bilan de l’action précédente", "non reçu")
    year = (facts.exercise or 0) - 1
    given = [grant for grant in facts.granted_before if grant.year == year and grant.amount > 0]
    if facts.renewal:
        yield Hit(Source("Nature de la demande", "reconduction", "section:action"), before)
    elif given:
        where = Source(f"Subvention {year}", given[0].funder, "section:history")
        yield Hit(where, before, {"year": str(year)}, other="granted")
