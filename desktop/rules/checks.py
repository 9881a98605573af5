"""What is odd in a dossier, or in order: each finding in one French sentence with its two sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.rules.budget import OWN_ACCOUNTS, PUBLIC_CEILING, Line
from desktop.rules.budget import findings as budget_findings
from desktop.rules.findings import Finding, Level, Source
from desktop.rules.folding import fold
from desktop.rules.identity import Verdict, check_iban, check_rna, check_siret, check_uai
from desktop.rules.money import euros
from desktop.rules.sections import TITLES

# Without these an application cannot be judged.
NEEDED_TEXTS = ("objectives", "description", "public", "evaluation")
SHORT_TEXT = 40  # characters; less is a placeholder
# Words that announce a running-cost grant: the contract supports precise actions only.
_RUNNING = re.compile(
    r"fonctionnement (?:global|general|courant|annuel|de l'association|de la structure)"
    r"|subvention de fonctionnement|budget de fonctionnement|frais de fonctionnement|charges de structure"
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another dossier of the same call by the same applicant."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A dossier as plain values. Money in cents; None or "" is unknown."""

    kind: str = "association"  # association, school, public, other
    siret: str = ""
    rna: str = ""
    uai: str = ""
    iban: str = ""
    applicant: str = ""
    account_holder: str = ""
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)  # section code -> text
    quarters: tuple[str, ...] = ()  # codes recognised
    unknown_quarters: tuple[str, ...] = ()  # as written, when not recognised
    challenges: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    deposited_on: date | None = None
    closes_on: date | None = None  # of the wave, for this kind of applicant
    exercise: int | None = None
    beneficiaries: int | None = None
    women: int | None = None
    cost: int | None = None
    asked: int | None = None
    proposed: int | None = None
    budget: tuple[Line, ...] = ()
    own_accounts: frozenset[str] = OWN_ACCOUNTS
    missing_pieces: tuple[str, ...] = ()
    expired_pieces: tuple[str, ...] = ()
    renewal: bool | None = None
    report_received: bool | None = None  # of the action funded the year before
    neighbours: tuple[Neighbour, ...] = ()


def check(facts: DossierFacts, call_quarters: Collection[str] = ()) -> list[Finding]:
    """Everything the rules see, the worst first. `call_quarters`: the codes this call accepts."""
    found = [
        *_identity(facts),
        *_dates(facts),
        *_places(facts, call_quarters),
        *_public(facts),
        *_money(facts),
        *_texts(facts),
        *_pieces(facts),
        *_neighbours(facts),
    ]
    if facts.budget:
        found += budget_findings(facts.budget, asked=facts.asked, cost=facts.cost, own=facts.own_accounts)
    order: dict[Level, int] = {"bad": 0, "warn": 1, "good": 2}
    return sorted(found, key=lambda finding: order[finding.level])


def worst(findings: Sequence[Finding]) -> Level:
    """The level shown beside a dossier in the list."""
    levels = {finding.level for finding in findings}
    return "bad" if "bad" in levels else "warn" if "warn" in levels else "good"


def _identity(facts: DossierFacts) -> Iterator[Finding]:
    checked: list[tuple[str, Verdict]] = []
    if facts.siret:
        checked.append(("SIRET", check_siret(facts.siret)))
    if facts.rna:
        checked.append(("RNA", check_rna(facts.rna)))
    if facts.uai:
        checked.append(("UAI", check_uai(facts.uai)))
    if facts.iban:
        checked.append(("RIB", check_iban(facts.iban)))
    for name, verdict in checked:
        if verdict.reason:
            level: Level = "warn" if verdict.ok else "bad"
            rule = Source("Règle du numéro", "clé et longueur")
            yield Finding(f"id-{name.lower()}", level, verdict.reason, Source(name, verdict.value), rule)
    right = [name for name, verdict in checked if verdict.ok and not verdict.reason]
    if right:
        names = " et ".join([", ".join(right[:-1]), right[-1]] if len(right) > 1 else right)
        verb = "vérifiés" if len(right) > 1 else "vérifié"
        where = Source("Porteur", ", ".join(v.value for _, v in checked if v.ok and not v.reason))
        yield Finding("id", "good", f"{names} {verb}.", where, Source("Règle du numéro", "clé et longueur"))
    if not (facts.siret or facts.rna or facts.uai):
        absent = Source("Porteur", "aucun numéro")
        yield Finding("id-none", "warn", "Le porteur n’a ni SIRET ni numéro RNA.", absent, absent)
    if facts.account_holder and facts.applicant and not _same_name(facts.account_holder, facts.applicant):
        left, right_ = Source("Titulaire du RIB", facts.account_holder), Source("Porteur", facts.applicant)
        yield Finding("id-holder", "bad", "Le titulaire du RIB n’est pas le porteur.", left, right_)


def _same_name(one: str, other: str) -> bool:
    a, b = (re.sub(r"[^a-z0-9]", "", fold(name).replace("association", "")) for name in (one, other))
    return bool(a and b) and (a in b or b in a)


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _dates(facts: DossierFacts) -> Iterator[Finding]:
    starts, ends = facts.starts_on, facts.ends_on
    if starts and ends and ends < starts:
        left, right = Source("Début de l’action", _day(starts)), Source("Fin de l’action", _day(ends))
        yield Finding("date-order", "bad", "L’action finit avant de commencer.", left, right)
    deposited, closes = facts.deposited_on, facts.closes_on
    if deposited and closes and deposited > closes:
        left, right = Source("Date de dépôt", _day(deposited)), Source("Clôture de la vague", _day(closes))
        yield Finding("date-late", "bad", f"Dépôt hors délai, le {_day(deposited)}.", left, right)
    year = facts.exercise
    if year is None:
        return
    call = Source("Exercice de l’appel", str(year))
    for code, name, day in (("start", "Début", starts), ("end", "Fin", ends)):
        # A school year may run over into the next civil year.
        last = date(year + 1, 8, 31) if facts.kind == "school" or code == "end" else date(year, 12, 31)
        if day and not date(year, 1, 1) <= day <= last:
            sentence = f"{name} de l’action hors de l’exercice {year}."
            yield Finding(f"date-{code}", "warn", sentence, Source(f"{name} de l’action", _day(day)), call)


def _places(facts: DossierFacts, call_quarters: Collection[str]) -> Iterator[Finding]:
    listed = Source("Liste des quartiers de l’appel", ", ".join(sorted(call_quarters)) or "non donnée")
    for name in facts.unknown_quarters:
        sentence = f"Le quartier « {name} » n’est pas dans la liste."
        yield Finding(
            f"quarter-{fold(name)}", "bad", sentence, Source("Quartiers de la demande", name), listed
        )
    outside = [code for code in facts.quarters if call_quarters and code not in call_quarters]
    for code in outside:
        sentence = f"Le quartier {code} n’est pas ouvert par cet appel."
        yield Finding(f"quarter-{code}", "bad", sentence, Source("Quartiers de la demande", code), listed)
    if not facts.quarters and not facts.unknown_quarters:
        none = Source("Quartiers de la demande", "aucun")
        yield Finding("quarter-none", "warn", "Aucun quartier prioritaire n’est indiqué.", none, listed)
    if not facts.challenges:
        none = Source("Défis de la demande", "aucun")
        yield Finding(
            "challenge-none", "warn", "La demande ne cite aucun défi.", none, Source("Grille", "onze défis")
        )


def _public(facts: DossierFacts) -> Iterator[Finding]:
    total, women = facts.beneficiaries, facts.women
    if total is not None and women is not None and women > total:
        left, right = Source("Dont femmes", str(women)), Source("Bénéficiaires", str(total))
        yield Finding("public-women", "bad", "Plus de femmes que de bénéficiaires en tout.", left, right)
    for code, name, count in (("total", "Bénéficiaires", total), ("women", "Dont femmes", women)):
        if count is not None and count < 0:
            where = Source(name, str(count))
            yield Finding(
                f"public-{code}-negative", "bad", "Un nombre de personnes est négatif.", where, where
            )
    if total == 0:
        where = Source("Bénéficiaires", "0")
        yield Finding("public-zero", "warn", "Aucun bénéficiaire n’est annoncé.", where, where)


def _money(facts: DossierFacts) -> Iterator[Finding]:
    asked, cost, proposed = facts.asked, facts.cost, facts.proposed
    if asked is None or asked <= 0:
        where = Source("Montant demandé", "inconnu" if asked is None else euros(asked))
        yield Finding("money-asked", "warn", "Le montant demandé manque.", where, where)
        return
    left = Source("Montant demandé", euros(asked))
    if cost is not None and asked > cost:
        sentence = f"Le montant demandé ({euros(asked)}) dépasse le coût de l’action ({euros(cost)})."
        yield Finding("money-over", "bad", sentence, left, Source("Coût de l’action", euros(cost)))
    elif cost is not None and not facts.budget and asked * 100 > cost * PUBLIC_CEILING:
        sentence = f"La part demandée dépasse {PUBLIC_CEILING} % du coût de l’action."
        yield Finding("money-share", "warn", sentence, left, Source("Coût de l’action", euros(cost)))
    if proposed is not None and proposed > asked:
        right = Source("Montant proposé", euros(proposed))
        yield Finding("money-proposed", "bad", "Le montant proposé dépasse le montant demandé.", left, right)


def _texts(facts: DossierFacts) -> Iterator[Finding]:
    form = Source("Formulaire", "texte attendu")
    for code in NEEDED_TEXTS:
        text = facts.texts.get(code, "").strip()
        # « Tout public » says it all: the public is often one choice of a list.
        if len(text) < (3 if code == "public" else SHORT_TEXT):
            sentence = f"« {TITLES[code]} » : le texte {'est trop court' if text else 'manque'}."
            yield Finding(f"text-{code}", "warn", sentence, Source(TITLES[code], text or "vide"), form)
    for code, text in (("title", facts.title), *facts.texts.items()):
        said = _RUNNING.search(fold(text))
        if said:
            where = Source(TITLES.get(code, "Intitulé"), said.group())
            rule = Source("Règle de l’appel", "des actions précises, pas de fonctionnement")
            yield Finding("running-costs", "warn", "La demande parle de fonctionnement.", where, rule)
            return


def _pieces(facts: DossierFacts) -> Iterator[Finding]:
    asked = Source("Pièces demandées", "liste de l’appel")
    if facts.missing_pieces:
        names = ", ".join(facts.missing_pieces)
        sentence = f"Pièces manquantes : {names}."
        yield Finding("pieces-missing", "warn", sentence, Source("Pièces reçues", f"sans {names}"), asked)
    for name in facts.expired_pieces:
        yield Finding(f"piece-{fold(name)}", "warn", f"Pièce périmée : {name}.", Source("Pièce", name), asked)
    if facts.renewal and facts.report_received is False:
        left, right = Source("Nature de la demande", "reconduction"), Source("Bilan précédent", "non reçu")
        yield Finding("report-missing", "bad", "Reconduction sans bilan de l’action précédente.", left, right)


def _neighbours(facts: DossierFacts) -> Iterator[Finding]:
    for other in facts.neighbours:
        same = fold(other.title) == fold(facts.title)
        left, right = Source("Cette demande", facts.title), Source(f"Dossier {other.number}", other.title)
        sentence = (
            f"Même porteur et même intitulé que le dossier {other.number}."
            if same
            else f"Le porteur a aussi déposé le dossier {other.number}."
        )
        yield Finding(f"twin-{other.number}", "bad" if same else "warn", sentence, left, right)
