"""A dossier's rows as the document that is read: its parts, in the order of the outline."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from db.queries.shapes import BudgetRow
from desktop.rules.budget import Line, counted
from desktop.rules.chart import BY_CODE
from desktop.rules.findings import Finding
from desktop.rules.sections import TITLES
from desktop.ui.dossier.whole import Whole
from desktop.ui.list.days import day
from desktop.ui.reading import BudgetLine, BudgetPart, Document, FieldRow, FieldsPart, TextPart
from desktop.ui.reading.parts import Part
from desktop.ui.tongue import date_long, euros, percent, plural

ACTION_TEXTS = ("objectives", "description", "need", "means", "calendar", "partners", "evaluation", "remarks")
PUBLIC_TEXTS = ("public", "territory")
NEEDED = ("objectives", "description", "public", "evaluation")  # shown even when nothing was written
_KINDS = {
    "association": "Association",
    "school": "Établissement scolaire",
    "public": "Organisme public",
    "other": "Autre organisme",
}


def say(words: str) -> str:
    return QCoreApplication.translate("dossier", words)


def document_of(whole: Whole) -> Document:
    """The whole application; texts stand exactly as stored, so that offsets hold."""
    return Document(tuple(_parts(whole)))


def _parts(whole: Whole) -> Iterator[Part]:
    yield FieldsPart("applicant", "1", say("Le porteur"), tuple(_applicant(whole)))
    yield FieldsPart("action", "2", say("L’action"), tuple(_action(whole)))
    yield from _texts(whole, "2", ACTION_TEXTS)
    yield FieldsPart("place", "3", say("Public et territoire"), tuple(_public(whole)))
    yield from _texts(whole, "3", PUBLIC_TEXTS)
    yield _budget(whole)
    checks = tuple(_budget_checks(whole.findings))
    if checks:
        yield FieldsPart("budget-checks", "4.1", say("Contrôles du budget"), checks)
    yield FieldsPart("history", "5", say("Aides passées"), tuple(_history(whole)))
    if whole.sources:
        rows = (FieldRow(f"source.{i}", label, value) for i, (label, value) in enumerate(whole.sources))
        yield FieldsPart("sources", "6", say("Autres réponses"), tuple(rows))


def _texts(whole: Whole, number: str, codes: tuple[str, ...]) -> Iterator[TextPart]:
    known = [*codes, *(c for c in whole.texts if c not in TITLES and number == "2")]
    shown = [code for code in known if whole.texts.get(code, "").strip() or code in NEEDED]
    for rank, code in enumerate(shown, 1):
        yield TextPart(code, f"{number}.{rank}", TITLES.get(code, code), whole.texts.get(code, ""))


def _applicant(whole: Whole) -> Iterator[FieldRow]:
    row = whole.applicant
    name = f"{row.name} ({row.acronym})" if row.acronym else row.name
    yield FieldRow("name", say("Nom"), name, _warning(whole, "id-holder"))
    yield FieldRow("kind", say("Nature"), row.legal_form or _KINDS.get(row.kind, row.kind))
    yield FieldRow("siret", say("SIRET"), row.siret, _warning(whole, "id-siret", "id-none"))
    if row.rna:
        yield FieldRow("rna", say("RNA"), row.rna, _warning(whole, "id-rna"))
    yield FieldRow("address", say("Adresse"), " ".join(f"{row.address}, {row.postcode} {row.city}".split()))
    for key, label, value in (
        ("purpose", say("Objet"), row.purpose),
        ("email", say("Courriel"), row.email),
        ("phone", say("Téléphone"), row.phone),
        ("website", say("Site"), row.website),
    ):
        if value:
            yield FieldRow(key, label, value)
    for rank, person in enumerate(whole.contacts):
        told = [f"{person.civility} {person.first_name} {person.last_name}".strip()]
        told += [part for part in (person.position, person.phone, person.email) if part]
        label = say("Représentant légal") if person.kind == "representative" else say("Contact")
        yield FieldRow(f"contact.{rank}", label, ", ".join(" ".join(part.split()) for part in told))


def _action(whole: Whole) -> Iterator[FieldRow]:
    head = whole.head
    yield FieldRow("title", say("Intitulé"), head.title, _warning(whole, "running-costs"))
    starts, ends = day(head.starts_on), day(head.ends_on)
    if starts or ends:
        told = " → ".join(date_long(d) for d in (starts, ends) if d)
        yield FieldRow("period", say("Période"), told, _warning(whole, "date-"))
    else:
        yield FieldRow("period", say("Période"), "", _warning(whole, "date-"))
    if head.renewal is not None:
        renewed = say("Reconduction") if head.renewal else say("Première demande")
        yield FieldRow("renewal", say("Nature de la demande"), renewed, _warning(whole, "report-"))
    deposited = day(head.deposited_at)
    if deposited:
        yield FieldRow("deposited", say("Déposée le"), date_long(deposited))
    yield FieldRow("cost", say("Coût de l’action"), "" if head.cost is None else euros(head.cost))
    asked = "" if head.asked is None else euros(head.asked)
    if head.asked is not None and head.cost:
        asked += f" ({percent(head.asked, head.cost)} {say('du coût')})"
    yield FieldRow("asked", say("Montant demandé"), asked, _warning(whole, "money-asked", "money-over"))
    for amount in whole.amounts:
        if amount.asked:
            yield FieldRow(
                f"asked.{amount.code}",
                f"{say('Demandé')} · {amount.name}",
                euros(amount.asked),
            )


def _public(whole: Whole) -> Iterator[FieldRow]:
    head = whole.head
    people = ""
    if head.beneficiaries is not None:
        people = f"{head.beneficiaries} {plural(head.beneficiaries, 'personne')}"
        if head.women is not None:
            people += f", dont {head.women} {plural(head.women, 'femme')}"
    yield FieldRow("beneficiaries", say("Bénéficiaires"), people, _warning(whole, "public-"))
    yield FieldRow("quarters", say("Quartiers"), head.quarters or "", _warning(whole, "quarter-"))
    if head.place:
        yield FieldRow("place", say("Lieu"), head.place)


def _warning(whole: Whole, *codes: str) -> str:
    """The first thing that counts under these rules (a code that ends with a hyphen begins others)."""
    for finding in whole.findings:
        begins = any(code.endswith("-") and finding.rule.startswith(code) for code in codes)
        if finding.counts and (finding.rule in codes or begins):
            return finding.sentence
    return ""


def _budget(whole: Whole) -> BudgetPart:
    sides: dict[str, list[BudgetLine]] = {"charge": [], "product": []}
    lines = [_line(row) for row in whole.budget]
    kept = {id(line) for line in counted(lines)}
    for rank, (row, line) in enumerate(zip(whole.budget, lines, strict=True)):
        if row.amount is None:
            continue
        known = BY_CODE.get(row.account)
        label = row.funder or row.label or (known.label if known else row.account)
        if row.status:
            label = f"{label} ({row.status.lower()})"
        # A subtotal written beside its lines must not be added up twice: it is told, not counted.
        warning = "" if id(line) in kept else say("sous-total de {0}").format(euros(row.amount))
        amount = row.amount if id(line) in kept else 0
        sides[row.side].append(
            BudgetLine(_short(row.account), label, amount, warning, f"budget.{row.side}.{rank}")
        )
    return BudgetPart(
        "budget", "4", say("Budget de l’action"), tuple(sides["charge"]), tuple(sides["product"])
    )


def _line(row: BudgetRow) -> Line:
    side = "charge" if row.side == "charge" else "product"
    return Line(side, row.account, row.label, row.amount, row.funder)  # type: ignore[arg-type]  # two literals


def _short(account: str) -> str:
    """The figures of an account: « 74etat » is written 74."""
    return "".join(letter for letter in account if letter.isdigit())


def _budget_checks(findings: list[Finding]) -> Iterator[FieldRow]:
    for finding in findings:
        if finding.rule.startswith("budget-"):
            key = f"check.{finding.code}"
            if not finding.counts:
                yield FieldRow(key, finding.left.where, finding.sentence)
            else:
                told = f"{finding.left.value} · {finding.right.where} : {finding.right.value}"
                yield FieldRow(key, finding.left.where, told, finding.sentence)


def _history(whole: Whole) -> Iterator[FieldRow]:
    if not whole.grants:
        none = say("Aucune subvention connue de ce porteur.")
        yield FieldRow("history.none", say("Subventions passées"), none)
    for rank, grant in enumerate(whole.grants):
        told = f"{euros(grant.amount)} · {grant.funder}"
        yield FieldRow(
            f"history.{rank}", str(grant.year), f"{told} · {grant.purpose}" if grant.purpose else told
        )
