"""The letterhead: who writes, who signs under which delegation, how a decision may be contested."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.letters.fields import Data, Value
from desktop.letters.logo import Logo, logo_of
from desktop.rules.settings.layers import over
from desktop.told_file import told_file

_OFFICE = ("nom", "service", "adresse", "telephone", "courriel", "ville")
_SIGNER = ("nom", "qualite", "mention", "debut", "fin")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What letterhead.toml holds; `office` and `signers` are defaults under the data of a letter."""

    office: Mapping[str, Value]
    monogram: str
    signers: Mapping[str, Mapping[str, Value]]
    appeals: Mapping[str, str]
    to_confirm: bool
    answer_days: int = 15
    logo: Logo | None = None

    def under(self, data: Data, signer: str) -> dict[str, Value]:
        """The data completed by the letterhead: what was given wins, field by field."""
        whole: dict[str, Value] = dict(data)
        decision = data.get("decision")
        if isinstance(decision, Mapping) and not decision.get("jours"):
            whole["decision"] = {**decision, "jours": self.answer_days}
        for room, default in (("organisme", self.office), ("signataire", self.signers.get(signer, {}))):
            given = data.get(room)
            kept = (
                {k: v for k, v in given.items() if v not in (None, "")} if isinstance(given, Mapping) else {}
            )
            # A signatory given by name comes with a delegation of their own, never with the default one's.
            whole[room] = kept if room == "signataire" and kept.get("nom") else {**default, **kept}
        return whole


def read_letterhead(path: Path, faults: list[str], own: Mapping[str, Any]) -> Letterhead:
    """The letterhead of a folder with what the office changed (`own`); what is wrong goes to `faults`."""
    try:
        data: dict[str, Any] = over(told_file(path), own)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(f"L’en-tête « {path.name} » ne se lit pas : {error}.")
        return Letterhead({}, "", {}, {}, True)
    office, signers = data.get("organisme", {}), data.get("signataires", {})
    for key in _OFFICE:
        if not office.get(key):
            faults.append(f"En-tête « {path.name} » : il manque « organisme.{key} ».")
    if not signers:
        faults.append(f"En-tête « {path.name} » : il manque un signataire.")
    for name, signer in signers.items():
        faults += [
            f"En-tête « {path.name} » : il manque « signataires.{name}.{key} »."
            for key in _SIGNER
            if signer.get(key) in (None, "")
        ]
    if not data.get("recours", {}).get("decision"):
        faults.append(f"En-tête « {path.name} » : il manque « recours.decision ».")
    return Letterhead(
        office,
        str(data.get("monogramme", office.get("nom", " ")))[:1],
        signers,
        data.get("recours", {}),
        bool(data.get("a_confirmer", True)),
        int(data.get("reponse_jours", 15)),
        _logo(data, path.name, faults),
    )


def _logo(data: Mapping[str, Any], name: str, faults: list[str]) -> Logo | None:
    if not data.get("logo"):
        return None
    alt = data.get("logo_texte") or f"Logo : {data.get('organisme', {}).get('nom', '')}"
    try:
        return logo_of(str(data["logo"]), str(alt))
    except ValueError as refusal:
        faults.append(f"En-tête « {name} », logo : {refusal}")
        return None
