"""Who represents the applicant and who is in charge, from labels that repeat ("Nom", "Prénom"…)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from desktop.exchange.application import Person
from desktop.exchange.ds_form import Answer
from desktop.exchange.ds_lexicon import has_any, lexicon, plain
from desktop.exchange.ds_values import text

Role = Literal["representative", "in_charge"]
_ROLES: tuple[Role, ...] = ("representative", "in_charge")


@lru_cache(maxsize=4096)
def attribute(label: str) -> str:
    """Which part of a person a label asks for: full_name, last_name, first_name, civility… or ""."""
    known = plain(label)
    tokens = known.split()
    if not tokens or len(tokens) > 14:
        return ""
    if role(label) is None and has_any(known, lexicon().people["not_a_person"]):
        return ""
    if tokens[0] in ("nom", "prenom") and {"nom", "prenom"} <= set(tokens):
        return "full_name"
    if tokens[0] in ("nom", "prenom"):
        return "last_name" if tokens[0] == "nom" else "first_name"
    if tokens[0] in ("civilite", "fonction", "qualite"):
        return "civility" if tokens[0] == "civilite" else "position"
    if any(token.startswith(("telephone", "portable", "mobile")) for token in tokens[:3]):
        return "phone"
    if "electronique" in tokens[:3] or any(t in ("mail", "courriel", "email", "mel") for t in tokens[:3]):
        return "email"
    return ""


@lru_cache(maxsize=4096)
def role(label: str) -> Role | None:
    """The role a label or a section title names."""
    known = plain(label)
    if "charges" in known.split():  # a title of the budget, nobody "in charge"
        return None
    for name in reversed(_ROLES):  # "responsable… désigné par le président": the person in charge first
        if has_any(known, lexicon().people[name]):
            return name
    return None


@dataclass(slots=True)
class Cast:
    """Walks through the answers in their order and deals them out to at most two people."""

    people: dict[Role, dict[str, str]] = field(default_factory=dict)
    current: Role | None = None
    seen: set[tuple[Role, str]] = field(default_factory=set)

    def heading(self, label: str) -> None:
        """A title without value: "Représentant légal de la structure"."""
        named = role(label)
        if named is not None and len(plain(label).split()) <= 12:
            self.current = named

    def take(self, answer: Answer) -> bool:
        """True when the answer belongs to a person (even empty, even a third one, who is not kept)."""
        part = attribute(answer.label)
        if not part:
            return False
        owner = self._owner(answer.label, part)
        if owner is not None:
            self.seen.add((owner, part))
            self.people.setdefault(owner, {})[part] = text(answer.value)
        return True

    def _owner(self, label: str, part: str) -> Role | None:
        named = role(label)
        if named is not None:
            self.current = named
        elif self.current is None:
            self.current = "representative"
        if self.current is None or (self.current, part) not in self.seen:
            return self.current
        other: Role = "in_charge" if self.current == "representative" else "representative"
        if named is None and (other, part) not in self.seen:
            self.current = other
            return other
        return None

    def list(self) -> list[Person]:
        made = (_person(kind, self.people[kind]) for kind in _ROLES if kind in self.people)
        return [person for person in made if person is not None]


def _person(kind: Role, parts: dict[str, str]) -> Person | None:
    if not any(parts.values()):
        return None
    first, last = parts.get("first_name", ""), parts.get("last_name", "")
    if parts.get("full_name"):
        first, last = split_name(parts["full_name"])
    return Person(
        kind=kind,
        civility=civility(parts.get("civility", "")),
        first_name=first,
        last_name=last,
        position=parts.get("position", ""),
        phone=parts.get("phone", ""),
        email=parts.get("email", ""),
    )


def civility(value: str) -> str:
    known = plain(value)
    if known in ("m", "mr", "monsieur"):
        return "M."
    return "Mme" if known in ("mme", "madame", "mlle", "mademoiselle", "me") else ""


def split_name(full: str) -> tuple[str, str]:
    """(first, last) of "Claire EXEMPLE", "EXEMPLE Claire" or "Mme Claire Exemple"."""
    words = re.sub(r"^(?:M\.|Mme|Mr|Monsieur|Madame)\s+", "", full.strip()).split()
    upper = [word for word in words if word.isupper() and len(word) > 1]
    if upper and len(upper) < len(words):
        return " ".join(w for w in words if w not in upper), " ".join(upper)
    return " ".join(words[:1]) if len(words) > 1 else "", " ".join(words[1:] or words)
