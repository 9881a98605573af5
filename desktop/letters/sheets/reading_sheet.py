"""A dossier in large print and plain words, for residents."""

from __future__ import annotations

from desktop.letters.pack_model import Fiche
from desktop.letters.sheets.drawing import frieze
from desktop.letters.sheets.fiche import Place, Setting
from desktop.letters.sheets.flow import Block, Flow
from desktop.rules.french import euros


def lay_reading(setting: Setting, fiche: Fiche, place: Place) -> Block:
    """Who, where, what for, for whom, how much; nothing that an officer wrote for colleagues."""
    flow = Flow(setting.bearing, right=f"Dossier {place.rank} sur {place.count}", sheet=fiche.number)
    flow.anchor(place.anchor)
    look = flow.look
    flow.heading(fiche.title or "Sans intitulé", look.title, "H1", after=4)
    flow.text(f"Demandé par : {fiche.applicant}")
    if fiche.quarters:
        flow.text(f"Où : {setting.places(fiche.quarters)}")
    if fiche.period:
        flow.text(f"Quand : {fiche.period}")
    if fiche.beneficiaries:
        flow.text(f"Pour combien de personnes : {fiche.beneficiaries}")
    _part(flow, "Combien d’argent", _amounts(setting, fiche))
    _part(flow, "De quoi il s’agit", [fiche.summary or "La demande ne donne pas de résumé."])
    if fiche.public:
        _part(flow, "Pour qui", [fiche.public])
    flow.heading("Les défis concernés", look.part, "H2", before=look.gap, after=6, keep=95)
    frieze(flow, setting.challenges, fiche.levels)
    if fiche.voices:
        _part(
            flow,
            "Ce qu’en disent les partenaires",
            [f"{v.partner} : {v.value.lower()}." for v in fiche.voices],
        )
    if fiche.outcome:
        amount = f", {euros(fiche.granted)}" if fiche.granted is not None else ""
        _part(flow, "La décision", [f"{fiche.outcome}{amount}."])
    return flow.block


def _amounts(setting: Setting, fiche: Fiche) -> list[str]:
    told = []
    for words, amount in (
        ("Le projet coûte en tout", fiche.cost), ("L’association demande", fiche.asked),
        ("Il est proposé de donner", fiche.proposed),
        (f"Aide reçue en {setting.year - 1}", fiche.before),
    ):  # fmt: skip
        if amount is not None:
            told.append(f"{words} : {euros(amount)}")
    return told or ["Les montants ne sont pas encore connus."]


def _part(flow: Flow, title: str, told: list[str]) -> None:
    look = flow.look
    flow.heading(title, look.part, "H2", before=look.gap, after=4, keep=3 * look.text.leading)
    for words in told:
        flow.text(words)
