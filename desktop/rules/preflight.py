"""The last look at a letter, on its printed words: nothing leaves that is empty, false or not permitted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.rules.expected import GRANTS, PROMISES, Expected, Finding, Level, Words
from desktop.rules.feedback import KIND, leaks
from desktop.rules.folding import fold
from desktop.rules.french import cents_of_words, date_long
from desktop.rules.money import euros, read_euros
from desktop.rules.sitting_words import agrees

__all__ = ["Expected", "Finding", "Level", "Words", "amounts_in", "green", "inspect"]

# Every act that can be contested, and the receipt from which silence counts.
CONTESTABLE = GRANTS | {
    "adjourned", "refused", "ineligible", "redirected", "withdrawn", "received", "change_granted",
    "change_refused", "change_ended", "repayment",
}  # fmt: skip
_APPEAL = ("tribunal administratif", "deux mois", "recours gracieux", "telerecours")
_SPACE = r"[\s\u00a0\u202f]"
_FIGURES = re.compile(
    rf"(?<![\d*/-])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:,\d{{2}})?{_SPACE}*(?:€|euros)"
    rf"|(?<![\d,])\d+(?:,\d{{2}})?{_SPACE}*(?:€|euros)"
)
_NUMBER = (
    r"(?:zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingts?|trente|quarante|cinquante|soixante|cents?|mille|millions?|milliards?)"
)
_NUMBERS = rf"{_NUMBER}(?:(?:[\s\u00a0-]+|\set\s){_NUMBER})*"
_IN_WORDS = re.compile(
    rf"\b{_NUMBERS}\s(?:d’)?euros?(?:\set\s{_NUMBERS}\scentimes?)?|\b{_NUMBERS}\scentimes?", re.IGNORECASE
)
_PAIR = re.compile(r"^\s*\(([^()]*?€)\)")
_QUOTED = re.compile(r"«[^»]*»")
_HOLE = re.compile(r"\{[^{}]*\}")
_FEMININE = r"(?:président|directr|princip|adjoint|secrétaire|gérant|administratr|maire|trésori|proviseur)"
_DISAGREES = re.compile(rf"\bMadame le (?={_FEMININE})|\bMonsieur la (?={_FEMININE})", re.IGNORECASE)
_POSTCODE = re.compile(r"(?m)^(\d{5}) \S")


def inspect(words: Words, expected: Expected) -> list[Finding]:
    """Everything wrong in a letter, errors first."""
    found = [
        *_holes(words),
        *_address(words, expected),
        *_identity(words, expected),
        *_amounts(words, expected),
        *_table(words, expected),
        *_mentions(words, expected),
        *agrees(words, expected),
        *_signer(words, expected),
        *_civility(words, expected),
        *_leaks(words, expected),
    ]
    if expected.undrawable:
        said = " ".join(expected.undrawable)
        found.append(
            Finding("error", f"Ces caractères ne s’impriment pas : {said}. Il faut les remplacer.", "")
        )
    if expected.edited:
        found.append(
            Finding("warning", "Ce courrier a été repris à la main : il est à relire en entier.", "")
        )
    return sorted(found, key=lambda finding: finding.level != "error")


def amounts_in(text: str) -> list[int]:
    """The amounts that a text writes in figures, in cents."""
    return [cents for figure in _FIGURES.findall(text) if (cents := read_euros(figure)) is not None]


def green(findings: Iterable[Finding]) -> bool:
    """Whether the letter may be printed."""
    return all(finding.level != "error" for finding in findings)


def _text(words: Words, *places: str) -> str:
    return "\n".join(text for where, text in words if not places or where in places)


def _holes(words: Words) -> Iterable[Finding]:
    for where, text in words:
        for hole in dict.fromkeys(_HOLE.findall(text)):
            yield Finding("error", f"Le champ {hole} est resté vide.", where)
        if "{" in _HOLE.sub("", text) or "}" in _HOLE.sub("", text):
            yield Finding("error", "Une accolade est restée dans le texte.", where)
        if re.search(r"« ?\s*»|\(\s*\)", text):
            yield Finding("error", "Des guillemets ou des parenthèses sont restés vides.", where)


def _address(words: Words, expected: Expected) -> Iterable[Finding]:
    lines = [line for line in _text(words, "destinataire").splitlines() if line.strip()]
    code = _POSTCODE.search("\n".join(lines))
    if code is None:
        yield Finding(
            "error", "L’adresse n’a pas de code postal à cinq chiffres suivi de la ville.", "destinataire"
        )
    elif len(lines) < 3 or (expected.civility in lines and len(lines) < 4):
        # A name and a town are no address; only a body known by its town can do without a street.
        yield Finding("error", "L’adresse n’a ni rue ni boîte postale.", "destinataire")


def _identity(words: Words, expected: Expected) -> Iterable[Finding]:
    if not expected.number:
        yield Finding("error", "Le courrier n’a pas de numéro.", "références")
    elif expected.number not in _text(words, "références"):
        yield Finding(
            "error", f"Le numéro {expected.number} ne figure pas dans les références.", "références"
        )
    if expected.day is None:
        yield Finding("error", "Le courrier n’a pas de date.", "date")
    elif date_long(expected.day) not in _text(words, "date"):
        yield Finding("error", f"Le courrier devrait être daté du {date_long(expected.day)}.", "date")


def _amounts(words: Words, expected: Expected) -> Iterable[Finding]:
    allowed = {*expected.amounts, *(cents for _, cents in expected.funders), 23_000_00}
    if expected.total is not None:
        allowed.add(expected.total)
    said = False
    for where, text in words:
        if where in ("tableau", "annexe", "échéancier"):
            continue
        # The title of an action may name a sum of its own, and so may a condition: « un devis de 500 € ».
        text = _QUOTED.sub("«»", text)
        level: Level = "warning" if where == "liste" else "error"
        for figure in _FIGURES.findall(text):
            cents = read_euros(figure)
            said = said or (cents == expected.total and where != "objet")
            if cents not in allowed:
                yield Finding(level, f"Le montant {figure.strip()} n’est pas celui de la décision.", where)
        yield from _in_words(where, text, allowed, level)
    if expected.kind in PROMISES and expected.total is not None and not said:
        yield Finding(
            "error", f"Le montant accordé ({euros(expected.total)}) n’est pas écrit en chiffres.", "corps"
        )
    if expected.kind in PROMISES and not any(
        cents_of_words(amount) == expected.total for amount in _IN_WORDS.findall(_text(words, "corps"))
    ):
        yield Finding("error", "Le montant accordé n’est pas écrit en lettres.", "corps")


def _in_words(where: str, text: str, allowed: set[int], level: Level) -> Iterable[Finding]:
    for found in _IN_WORDS.finditer(text):
        cents = cents_of_words(found[0])
        pair = _PAIR.match(text[found.end() :])
        if pair and read_euros(pair[1]) != cents:
            yield Finding(
                "error", f"« {found[0]} » et {pair[1]} : les lettres et les chiffres se contredisent.", where
            )
        elif cents not in allowed:
            yield Finding(level, f"Le montant « {found[0]} » n’est pas celui de la décision.", where)


def _table(words: Words, expected: Expected) -> Iterable[Finding]:
    rows = [line.split("\t") for line in _text(words, "tableau").splitlines() if "\t" in line]
    shares = [(row[0], read_euros(row[-1])) for row in rows if fold(row[0]) != "total"]
    totals = [read_euros(row[-1]) for row in rows if fold(row[0]) == "total"]
    if expected.kind in GRANTS and expected.funders and not shares:
        yield Finding("error", "Le tableau des financeurs manque.", "tableau")
    if not shares:
        return
    summed = sum(cents or 0 for _, cents in shares)
    if expected.total is not None and summed != expected.total:
        yield Finding(
            "error",
            f"Les parts des financeurs font {euros(summed)}, la décision {euros(expected.total)}.",
            "tableau",
        )
    if any(total != summed for total in totals):
        yield Finding(
            "error", f"Le total du tableau n’est pas la somme de ses lignes ({euros(summed)}).", "tableau"
        )
    decided = sorted(cents for _, cents in expected.funders if cents)
    if decided and sorted(cents for _, cents in shares if cents) != decided:
        yield Finding("error", "La part d’un financeur n’est pas celle de la décision.", "tableau")


def _mentions(words: Words, expected: Expected) -> Iterable[Finding]:
    whole = fold(_text(words))
    lost = [mention for mention in expected.legal if fold(mention) not in whole]
    for mention in lost:
        yield Finding("error", f"La mention « {mention} », obligatoire dans ce courrier, manque.", "corps")
    appeal = fold(_text(words, "voies de recours"))
    if expected.kind in CONTESTABLE and not all(mention in appeal for mention in _APPEAL):
        yield Finding(
            "error", "Les voies et délais de recours manquent : le délai ne courrait pas.", "voies de recours"
        )
    if expected.kind in PROMISES:
        due = expected.report_due
        if due is None or fold(date_long(due)) not in whole:
            said = f" ({date_long(due)})" if due else ""
            yield Finding(
                "error", f"La date du compte rendu financier{said} n’est pas dans le courrier.", "corps"
            )


def _signer(words: Words, expected: Expected) -> Iterable[Finding]:
    day, name = expected.day, expected.signer
    if not name or fold(name) not in fold(_text(words, "signature")):
        yield Finding("error", "Le nom du signataire manque dans la signature.", "signature")
    if not (expected.signer_from and expected.signer_until):
        yield Finding("error", f"Les dates de délégation de {name or 'ce signataire'} manquent.", "signature")
    elif day and not expected.signer_from <= day <= expected.signer_until:
        yield Finding(
            "error",
            f"{name} n’a pas de délégation le {date_long(day)} "
            f"(du {date_long(expected.signer_from)} au {date_long(expected.signer_until)}).",
            "signature",
        )
    if expected.signer_to_confirm:
        yield Finding("warning", "L’en-tête et le signataire sont des exemples à confirmer.", "signature")


def _civility(words: Words, expected: Expected) -> Iterable[Finding]:
    for where, text in words:
        if wrong := _DISAGREES.search(text):
            yield Finding("error", f"« {wrong[0].strip()} » ne s’accorde pas avec la fonction.", where)
    if not expected.civility:
        return
    for where in ("appel", "formule de politesse"):
        text = _text(words, where)
        others = fold(text).replace(fold(expected.civility), "")
        if fold(expected.civility) not in fold(text) or re.search(r"\b(madame|monsieur)\b", others):
            yield Finding("error", f"La civilité attendue ici est « {expected.civility} ».", where)


def _leaks(words: Words, expected: Expected) -> Iterable[Finding]:
    """A return to an applicant names nobody of the office and no other applicant, even mended by hand."""
    if expected.kind == KIND:
        for sentence in leaks([text for where, text in words if where in ("corps", "liste")], expected.kept):
            yield Finding("error", sentence, "corps")
