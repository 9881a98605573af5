"""What changed between two versions of a pack: which sheets, which amounts, in French sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.letters.pack_model import Fiche, Pack
from desktop.rules.french import euros

_AMOUNTS = {
    "cost": "Coût", "asked": "Demandé", "proposed": "Proposé", "before": "Accordé l’année précédente",
    "granted": "Accordé",
}  # fmt: skip
_WORDS = {
    "title": "Intitulé", "applicant": "Porteur", "opinion": "Avis de l’instruction", "outcome": "Décision",
    "report": "Bilan", "period": "Période",
}  # fmt: skip
_PARTS = {
    "summary": "Résumé modifié", "public": "Public modifié", "motive": "Motif de la proposition modifié",
    "points": "Points d’attention modifiés", "plan": "Plan de financement modifié",
    "levels": "Forces des défis modifiées", "analysis": "Analyse par défi modifiée",
    "quarters": "Quartiers modifiés", "away": "Déports modifiés", "reasons": "Motifs modifiés",
    "conditions": "Conditions modifiées", "beneficiaries": "Nombre de bénéficiaires modifié",
    "renewal": "Nature de la demande modifiée", "waited": "Partenaires attendus modifiés",
    "officer": "Instructeur modifié",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One sheet that changed: as it is, as it was, and what is said of it."""

    now: Fiche
    before: Fiche
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new version changes."""

    changed: tuple[Change, ...]
    added: tuple[Fiche, ...]
    gone: tuple[Fiche, ...]
    session: tuple[str, ...]  # what changed beside the dossiers

    @property
    def none(self) -> bool:
        return not (self.changed or self.added or self.gone or self.session)

    def previous(self, key: str) -> Fiche | None:
        """What a sheet said before, None when it did not change or is new."""
        return next((change.before for change in self.changed if change.now.key == key), None)


def compare(before: Pack, now: Pack) -> Changes:
    """The dossiers of `now` against those of `before`; only their order is no change of a sheet."""
    old = {fiche.key: fiche for fiche in before.fiches}
    new = {fiche.key: fiche for fiche in now.fiches}
    names = {funder.code: funder.short for funder in now.funders}
    changed = []
    for key, fiche in new.items():
        if key in old and _bare(old[key]) != _bare(fiche):
            changed.append(Change(fiche, old[key], told(old[key], fiche, names)))
    return Changes(
        tuple(changed),
        tuple(fiche for key, fiche in new.items() if key not in old),
        tuple(fiche for key, fiche in old.items() if key not in new),
        tuple(_session(before, now)),
    )


def _bare(fiche: Fiche) -> Fiche:
    return replace(fiche, rank=0, heading="")


def instead(label: str, before: int | None, now: int | None) -> str:
    """« Proposé : 9 000 € au lieu de 8 000 € »."""
    words = [("inconnu" if amount is None else euros(amount)) for amount in (now, before)]
    return f"{label} : {words[0]} au lieu de {words[1]}"


def told(before: Fiche, now: Fiche, funders: Mapping[str, str]) -> tuple[str, ...]:
    """Each change of a sheet in words, amounts first."""
    said = [
        instead(label, getattr(before, name), getattr(now, name))
        for name, label in _AMOUNTS.items()
        if getattr(before, name) != getattr(now, name)
    ]
    codes = dict.fromkeys([share.funder for share in (*before.shares, *now.shares)])
    for code in codes:
        old, new = before.share(code).proposed, now.share(code).proposed
        if old != new:
            said.append(instead(f"Proposé, {funders.get(code, code)}", old, new))
    for name, label in _WORDS.items():
        old_words, new_words = getattr(before, name), getattr(now, name)
        if old_words != new_words:
            said.append(f"{label} : « {new_words or '–'} » au lieu de « {old_words or '–'} »")
    said += _voices(before, now)
    said += [words for name, words in _PARTS.items() if getattr(before, name) != getattr(now, name)]
    return tuple(said) or ("Montants demandés modifiés",)


def _voices(before: Fiche, now: Fiche) -> list[str]:
    old = {voice.partner: voice for voice in before.voices}
    said = []
    for voice in now.voices:
        was = old.pop(voice.partner, None)
        if was is None:
            said.append(f"Avis reçu, {voice.partner} : {voice.value.lower()}")
        elif was.value != voice.value:
            said.append(f"Avis, {voice.partner} : {voice.value.lower()} au lieu de {was.value.lower()}")
        elif was != voice:
            said.append(f"Avis modifié, {voice.partner}")
    return said + [f"Avis retiré, {partner}" for partner in old]


def _session(before: Pack, now: Pack) -> list[str]:
    said = []
    for name, label in (("held_on", "Date"), ("starts_at", "Heure"), ("place", "Lieu"), ("name", "Nom")):
        if getattr(before, name) != getattr(now, name):
            new, old = getattr(now, name) or "–", getattr(before, name) or "–"
            said.append(f"{label} de la séance : {new} au lieu de {old}")
    if before.seats != now.seats:
        said.append("La liste des membres a changé.")
    if before.recusals != now.recusals:
        said.append("Les déports ont changé.")
    if before.purses != now.purses:
        said.append("Les enveloppes ont changé.")
    if before.documents != now.documents:
        said.append("Les pièces jointes ont changé.")
    kept = [fiche.key for fiche in before.fiches if any(fiche.key == new.key for new in now.fiches)]
    if kept != [fiche.key for fiche in now.fiches if fiche.key in set(kept)]:
        said.append("L’ordre du jour a été rearrangé.")
    return said
