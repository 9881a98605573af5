"""To which dossier a file belongs: by the number, the identifiers or the name it bears."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from desktop.rules.folding import words

_NUMBER = re.compile(r"(?<![\d-])(20\d\d)[-_ ](\d{4})(?![\d-])")
_OTHER = re.compile(r"(?<!\w)(?:DA)?\d{6,10}(?:-\d{1,3})?(?!\w)")
_SIRET = re.compile(r"(?<!\d)\d{3}[  .]?\d{3}[  .]?\d{3}[  .]?\d{5}(?!\d)")
_RNA = re.compile(r"\bW\d[A-Z\d]\d{7}\b", re.IGNORECASE)
_EMPTY = frozenset({"association", "les", "des", "du", "de", "la", "le", "et", "pour", "sur", "aux", "asso"})
_LEAST_NAME = 8  # letters of a name; a shorter one is said by chance
SURE = 60  # from this score on, the dossier is proposed at once


class Known(NamedTuple):
    """One dossier as it can be recognised. Identifiers are "" when unknown."""

    key: bytes
    number: str
    others: tuple[str, ...] = ()  # numbers in the portals
    siret: str = ""
    rna: str = ""
    names: tuple[str, ...] = ()  # of the applicant: name, acronym
    title: str = ""
    open: bool = True  # a dossier that is still being worked on comes before a closed one


class Address(NamedTuple):
    """A dossier that a file may belong to; `why` is a French sentence."""

    key: bytes
    score: int
    why: str


@dataclass(slots=True)
class Directory:
    """All dossiers, ready to be asked; one answer takes the time of reading the words once."""

    known: dict[bytes, Known] = field(default_factory=dict)
    _numbers: dict[str, bytes] = field(default_factory=dict)
    _others: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    _bodies: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))  # SIRET, RNA
    # first telling word -> (telling words, the name as written) -> dossiers
    _names: dict[str, dict[tuple[tuple[str, ...], str], list[bytes]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    @classmethod
    def of(cls, dossiers: Iterable[Known]) -> Directory:
        made = cls()
        for one in dossiers:
            made._add(one)
        return made

    def _add(self, one: Known) -> None:
        self.known[one.key] = one
        self._numbers[one.number] = one.key
        for other in one.others:
            if other:
                self._others[other.upper()].append(one.key)
        for number in (one.siret, one.rna.upper()):
            if number:
                self._bodies[number].append(one.key)
        for name in one.names:
            told = _telling_name(name)
            if len("".join(told)) >= _LEAST_NAME:
                self._names[told[0]].setdefault((told, name), []).append(one.key)

    def ask(self, name: str, text: str) -> list[Address]:
        """The dossiers that the name of a file and its words speak of, the surest first."""
        found: dict[bytes, Address] = {}
        for where, said, weight in (("dans le nom du fichier", name, 5), ("dans le texte", text, 0)):
            for key, score, what in self._told(said):
                better = found.get(key)
                if better is None or score + weight > better.score:
                    found[key] = Address(key, score + weight, f"{what} {where}")
        raised = [self._raised(address, f"{name}\n{text}") for address in found.values()]
        return sorted(raised, key=lambda a: (-a.score, not self.known[a.key].open, self.known[a.key].number))

    def _told(self, said: str) -> Iterable[tuple[bytes, int, str]]:
        for match in _NUMBER.finditer(said):
            number = f"{match[1]}-{match[2]}"
            if number in self._numbers:
                yield self._numbers[number], 90, f"Numéro {number}"
        for match in _OTHER.finditer(said):
            keys = self._others.get(match[0].upper(), ())
            for key in keys:
                yield key, 80 if len(keys) == 1 else 50, f"Numéro {match[0]} du portail"
        yield from self._told_bodies(said)
        yield from self._told_names(said)

    def _told_bodies(self, said: str) -> Iterable[tuple[bytes, int, str]]:
        for pattern, what in ((_SIRET, "SIRET"), (_RNA, "RNA")):
            for match in pattern.finditer(said):
                plain = re.sub(r"[^0-9A-Za-z]", "", match[0]).upper()
                keys = self._bodies.get(plain, ())
                for key in keys:
                    yield key, 70 if len(keys) == 1 else 50, f"{what} {plain} du porteur"

    def _told_names(self, said: str) -> Iterable[tuple[bytes, int, str]]:
        spoken = _telling(said)
        for at, word in enumerate(spoken):
            for (told, name), keys in self._names.get(word, {}).items():
                if tuple(spoken[at : at + len(told)]) == told:
                    for key in keys:
                        yield key, 60 if len(keys) == 1 else 45, f"Nom « {name} »"

    def _raised(self, address: Address, said: str) -> Address:
        """The title of the action tells two dossiers of one applicant apart."""
        title = _telling(self.known[address.key].title)
        if len(title) >= 2 and " ".join(title) in " ".join(_telling(said)):
            return Address(address.key, address.score + 15, f"{address.why} et intitulé de l’action")
        return address


def surest(addresses: list[Address]) -> Address | None:
    """The dossier to propose at once: sure enough, and surer than every other."""
    if not addresses or addresses[0].score < SURE:
        return None
    if len(addresses) > 1 and addresses[1].score == addresses[0].score:
        return None
    return addresses[0]


@lru_cache(maxsize=8192)  # an applicant has several dossiers
def _telling_name(name: str) -> tuple[str, ...]:
    return _telling(name)


def _telling(said: str) -> tuple[str, ...]:
    """The words that tell something, folded."""
    return tuple(word for word in words(said) if word not in _EMPTY and len(word) > 1)
