"""What a return to an applicant may not hold: names of officers, of other applicants, addresses of mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

KIND = "feedback"
TEMPLATE = "retour_porteur"
STRONG = 2  # from this strength on a note is a strong point; 1 is a weak one, 0 a remark
_MAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_WORD = re.compile(r"\w+")
_SHORTEST = 3  # letters of a name worth looking for
_SENTENCE = 3  # words of a note that make it known again
# Words that names of applicants are made of and that any sentence may hold.
_PLAIN = frozenset(
    {
        *(
            "association",
            "commune",
            "ville",
            "ecole",
            "college",
            "lycee",
            "maison",
            "centre",
            "comite",
            "club",
        ),
        *("les", "des", "une", "aux", "sur", "pour", "par", "avec", "dans", "nos", "vos", "leurs"),
        *("ensemble", "quartier"),
    }
)


class Kept(NamedTuple):
    """What may not be told: the name of a "person" or of an "applicant", the words of another "note"."""

    kind: str
    name: str


def side(strength: int) -> str:
    """Under which words a note goes: forts, faibles, remarques."""
    return "forts" if strength >= STRONG else "faibles" if strength == 1 else "remarques"


def leaks(texts: Iterable[str], kept: Sequence[Kept]) -> list[str]:
    """French sentences on what the texts tell that they may not; empty when they may leave."""
    whole = "\n".join(texts)
    found = [
        f"Une adresse électronique figure dans le texte ({mail.strip()})." for mail in _MAIL.findall(whole)
    ]
    bare = _bare(whole)
    for name in kept:
        if not _heard(name, bare):
            continue
        if name.kind == "note":
            found.append("Le texte reprend une note qui n’est pas destinée au porteur.")
        elif name.kind == "person":
            found.append(f"Le texte nomme un agent ({name.name}) : il faut dire «\u00a0le service\u00a0».")
        else:
            found.append(f"Le texte nomme un autre porteur ({name.name}) : cela ne le regarde pas.")
    return list(dict.fromkeys(found))


def _bare(text: str) -> str:
    """Words apart by one space, without accents, their capitals kept."""
    letters = unicodedata.normalize("NFD", text)
    return f" {' '.join(_WORD.findall(''.join(c for c in letters if not unicodedata.combining(c))))} "


def _heard(kept: Kept, bare: str) -> bool:
    """Whether it is in the text. A name made of one telling word is looked for with its capital: « La
    Lecture » is a body, « la lecture » a deed."""
    words = _bare(kept.name).split()
    if kept.kind == "note":
        return len(words) >= _SENTENCE and f" {' '.join(words)} ".casefold() in bare.casefold()
    telling = [word for word in words if len(word) >= _SHORTEST and word.casefold() not in _PLAIN]
    if len(telling) > 1:
        found = f" {' '.join(words)} ".casefold() in bare.casefold()
        # An officer is known by their surname too: the last word that is no initial.
        return found or (kept.kind == "person" and len(words[-1]) > _SHORTEST and _capital(words[-1], bare))
    return bool(telling) and _capital(" ".join(words), bare, telling[0])


def _capital(words: str, bare: str, telling: str = "") -> bool:
    """Whether the words stand there with a capital at the telling one (the first one without it)."""
    at = words.index(telling) if telling else 0
    capital = f"{words[at].upper()}(?i:{re.escape(words[at + 1 :])})"
    return re.search(f" (?i:{re.escape(words[:at])}){capital} ", bare) is not None


def names_of(rows: object) -> list[Kept]:
    """Kept names from the plain data of a letter."""
    told = rows if isinstance(rows, list | tuple) else ()
    return [Kept(str(row.get("genre")), str(row.get("nom"))) for row in told if isinstance(row, Mapping)]
