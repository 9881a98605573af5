"""What a partner answered, whatever file carries it: one answer a dossier, each cell read or refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.exchange.application import Unreadable
from desktop.rules.money import read_euros
from desktop.rules.opinion_pack import Line
from desktop.rules.opinions import LABELS, read_value

_YES, _NO = ("oui", "o", "x", "vrai", "true", "yes", "1"), ("", "non", "n", "faux", "false", "no", "0", "off")
_MOST_EUROS = 100_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one dossier. `fault` is a French sentence when a cell can't be understood."""

    number: str
    request: str  # key of the request, in hexadecimal
    where: str  # « feuille « Avis », ligne 9 », « page 4 »
    value: str = ""  # a code of rules.opinions, "" when not answered
    amount: int | None = None  # cents
    comment: str = ""
    confidential: bool = False
    fault: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.value) and not self.fault


@dataclass(slots=True)
class Returned:
    """A file that came back, as it says of itself; whether it is what was sent is for the base to say."""

    code: str
    kind: str  # xlsx, pdf
    lines: list[Line]  # what it says was locked: its digest is compared
    pages: list[str] = field(default_factory=list)  # marks of the printed pages
    by: str = ""
    answers: list[Answer] = field(default_factory=list)


def not_ours(name: str) -> Unreadable:
    return Unreadable(
        f"« {name} » n’est pas une demande d’avis de Parvis : aucun code n’y a été reconnu. Choisissez le "
        "fichier que le partenaire a rempli, ou saisissez son avis à la main."
    )


def altered(name: str, faults: list[str]) -> Unreadable:
    """Locked content was changed: the first places are told."""
    more = f" ; et {len(faults) - 3} autres" if len(faults) > 3 else ""
    return Unreadable(
        f"« {name} » a été modifié là où il ne devait pas l’être : {' ; '.join(faults[:3])}{more}. Aucun "
        "avis "
        "n’a été pris. Demandez au partenaire de reporter ses réponses dans le fichier qui lui a été remis."
    )


def answer_of(
    number: str,
    request: str,
    where: str,
    value: Any,
    amount: Any,
    comment: Any,
    closed: Any,
    cells: tuple[str, ...],
) -> Answer:
    """One answer from what stands in its four cells; `cells` name them for the sentences."""
    said, why = words_in(value), words_in(comment)
    code, cents, faults = read_value(said) if said else "", None, []
    if code is None:
        faults.append(f"{cells[0]} : « {said[:60]} » n’est aucun des avis {_listed()}")
    try:
        cents = _cents(amount)
    except ValueError as fault:
        faults.append(f"{cells[1]} : {fault}")
    if words_in(closed).casefold() not in _YES + _NO:
        faults.append(f"{cells[3]} : « {words_in(closed)[:60]} » n’est ni oui ni non")
    if not said and (cents is not None or why) and not faults:
        faults.append(
            f"{cells[0]} : aucun avis n’est choisi, alors qu’un montant ou un commentaire est écrit"
        )
    hidden = words_in(closed).casefold() in _YES
    told = f"Dossier {number}, {' ; '.join(faults)}." if faults else ""
    return Answer(number, request, where, code or "", cents, why, hidden, told)


def words_in(value: Any) -> str:
    """The words of a cell, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _cents(value: Any) -> int | None:
    if isinstance(value, bool):
        raise ValueError("ce n’est pas un montant")
    if isinstance(value, int | float):
        cents = round(value * 100)
    else:
        text = words_in(value)
        if not text:
            return None
        found = read_euros(text)
        if found is None:
            raise ValueError(f"« {text[:60]} » n’est pas un montant")
        cents = found
    if cents < 0:
        raise ValueError("un montant ne peut pas être négatif")
    if cents > _MOST_EUROS * 100:
        raise ValueError("ce montant est trop grand")
    return cents


def _listed() -> str:
    *first, last = (f"« {label} »" for label in LABELS.values())
    return f"{', '.join(first)} ou {last}"
