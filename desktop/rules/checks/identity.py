"""Who asks: the keys of the numbers, the account, what the registers say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic, day
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.folding import fold, words
from desktop.rules.identity import (
    Verdict,
    check_iban,
    check_rna,
    check_siret,
    check_uai,
    iban_text,
)

_IBAN_IN_TEXT = re.compile(r"\bFR\s?\d{2}(?:\s?[0-9A-Z]{4}){5}\s?[0-9A-Z]{3}\b")
_LEGAL = frozenset(words("association asso ass mjc sarl scop scic loi 1901 de la le les l d des du et"))


def _verdict(verdict: Verdict, name: str, place: str) -> Iterator[Hit]:
    if verdict.reason:
        rule = Source("Règle du numéro", "clé et longueur")
        said = {"reason": verdict.reason}
        # A remark on a number that stands: an old register, an account abroad.
        yield Hit(Source(name, verdict.value, place), rule, said, level="warn" if verdict.ok else None)


@arithmetic("id-siret")
def siret(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if facts.siret:
        yield from _verdict(check_siret(facts.siret), "SIRET", "field:siret")


@arithmetic("id-rna")
def rna(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if facts.rna:
        yield from _verdict(check_rna(facts.rna), "RNA", "field:rna")


@arithmetic("id-uai")
def uai(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if facts.uai:
        yield from _verdict(check_uai(facts.uai), "UAI", "field:name")


@arithmetic("id-rib")
def rib(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """The keys of the account told by the form, then of each account read in a bank document."""
    if facts.iban:
        yield from _verdict(check_iban(facts.iban), "IBAN du formulaire", "field:iban")
    for bank in facts.banks:
        for written in _ibans(bank.text):
            for hit in _verdict(check_iban(written), f"IBAN lu sur « {bank.label} »", f"piece:{bank.key}"):
                yield Hit(hit.left, hit.right, hit.said, mark=bank.key[-8:], level=hit.level)


def _ibans(text: str) -> list[str]:
    return list(dict.fromkeys(re.sub(r"\s", "", found) for found in _IBAN_IN_TEXT.findall(text)))


@arithmetic("id-right")
def right(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """Every number that stands without a remark, in one line."""
    told = (
        ("SIRET", facts.siret, check_siret),
        ("RNA", facts.rna, check_rna),
        ("UAI", facts.uai, check_uai),
        ("RIB", facts.iban, check_iban),
    )
    stands = [(name, test(value).value) for name, value, test in told if value and not test(value).reason]
    if stands:
        names = [name for name, _ in stands]
        said = " et ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        where = Source("Porteur", ", ".join(value for _, value in stands), "field:siret")
        verb = "vérifiés" if len(names) > 1 else "vérifié"
        yield Hit(where, Source("Règle du numéro", "clé et longueur"), {"names": said, "verb": verb})


@arithmetic("id-none")
def none(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    if not (facts.siret or facts.rna or facts.uai):
        yield Hit(Source("Porteur", "aucun numéro", "field:siret"), Source(rule.title, "SIRET ou RNA"))


@arithmetic("id-holder")
def holder(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """The account must be the applicant's own, on the form and on the bank document."""
    applicant = Source("Porteur", facts.applicant, "field:name")
    if facts.account_holder and facts.applicant and not same_name(facts.account_holder, facts.applicant):
        where = Source("Titulaire du compte", facts.account_holder, "field:account_holder")
        yield Hit(where, applicant, {"holder": facts.account_holder})
    for bank in facts.banks:
        if facts.applicant and _ibans(bank.text) and not _names(bank.text, facts):
            found = re.search(r"(?im)titulaire[^:\n]*:?\s*(.+)", bank.text)
            read = found[1].strip()[:80] if found else "un autre nom"
            where = Source(f"Titulaire lu sur « {bank.label} »", read, f"piece:{bank.key}")
            yield Hit(where, applicant, {"holder": read}, mark=bank.key[-8:])


def _names(text: str, facts: DossierFacts) -> bool:
    said = set(words(text))
    wanted = [word for word in words(facts.applicant) if word not in _LEGAL]
    known = sum(word in said for word in wanted)
    return known * 5 >= len(wanted) * 3 or bool(facts.acronym and fold(facts.acronym) in said)


@arithmetic("id-account")
def account(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """The bank document and the form must tell the same account."""
    told = re.sub(r"\s", "", facts.iban).upper()
    for bank in facts.banks:
        read = _ibans(bank.text)
        if told and read and told not in read:
            where = Source(f"IBAN lu sur « {bank.label} »", iban_text(read[0]), f"piece:{bank.key}")
            yield Hit(Source("IBAN du formulaire", iban_text(told), "field:iban"), where, mark=bank.key[-8:])


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, one perhaps shorter than the other."""
    a, b = (re.sub(r"[^a-z0-9]", "", fold(name).replace("association", "")) for name in (one, other))
    if a and b and (a in b or b in a):
        return True
    left, right = ({w for w in words(name) if w not in _LEGAL} for name in (one, other))
    return bool(left and right) and len(left & right) * 5 >= min(len(left), len(right)) * 4


@arithmetic("ref-closed")
def closed(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    known = facts.reference
    if known and known.closed_on:
        where = Source(known.origin or "Répertoire Sirene", f"fermé le {day(known.closed_on)}")
        yield Hit(Source("SIRET", facts.siret, "field:siret"), where, {"day": day(known.closed_on)})


@arithmetic("ref-dissolved")
def dissolved(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    known = facts.reference
    if known and known.dissolved_on:
        where = Source(
            known.origin or "Répertoire des associations", f"dissoute le {day(known.dissolved_on)}"
        )
        yield Hit(Source("RNA", facts.rna, "field:rna"), where, {"day": day(known.dissolved_on)})


@arithmetic("ref-name")
def other_name(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    known = facts.reference
    if known and known.name and facts.applicant and not same_name(known.name, facts.applicant):
        where = Source(known.origin or "Répertoire", known.name)
        yield Hit(Source("Porteur", facts.applicant, "field:name"), where, {"name": known.name})


@arithmetic("ref-rna")
def other_rna(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    known = facts.reference
    if known and known.rna and facts.rna and known.rna != check_rna(facts.rna).value:
        where = Source(known.origin or "Répertoire", known.rna)
        yield Hit(Source("RNA", facts.rna, "field:rna"), where, {"rna": known.rna})
