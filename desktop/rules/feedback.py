"""What a return to an applicant may not hold: names of officers, of other applicants, addresses of mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from desktop.rules.folding import fold

KIND = "feedback"
TEMPLATE = "retour_porteur"
STRONG = 2  # from this strength on a note is a strong point; 1 is a weak one, 0 a remark
_MAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_WORD = re.compile(r"\w+")
_SHORTEST = 3  # letters of a name worth looking for
# Words that names of applicants are made of and that any sentence may hold.
_PLAIN = frozenset(
    {"association", "commune", "ville", "ecole", "college", "lycee", "maison", "centre", "comite"}
)


class Kept(NamedTuple):
    """A name that may not be told: kind "person" or "applicant"."""

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
    said = f" {' '.join(_WORD.findall(fold(whole)))} "
    for name in kept:
        heard = _heard(name, said)
        if heard and name.kind == "person":
            found.append(f"Le texte nomme un agent ({heard}) : il faut dire «\u00a0le service\u00a0».")
        elif heard:
            found.append(f"Le texte nomme un autre porteur ({heard}) : cela ne le regarde pas.")
    return list(dict.fromkeys(found))


def _heard(kept: Kept, said: str) -> str:
    """The name as it is found in the folded words, "" when it is not there."""
    words = _WORD.findall(fold(kept.name))
    if f" {' '.join(words)} " in said and any(
        len(word) >= _SHORTEST and word not in _PLAIN for word in words
    ):
        return kept.name
    # An officer is known by their surname too: the last word that is no initial.
    if kept.kind == "person" and len(words) > 1 and len(words[-1]) > _SHORTEST and f" {words[-1]} " in said:
        return kept.name
    return ""


def names_of(rows: object) -> list[Kept]:
    """Kept names from the plain data of a letter."""
    told = rows if isinstance(rows, list | tuple) else ()
    return [Kept(str(row.get("genre")), str(row.get("nom"))) for row in told if isinstance(row, Mapping)]
