"""Letter templates: one TOML file each, checked when read, merged with the data of a dossier."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from desktop.letters.derive import derived
from desktop.letters.fields import Data, lookup
from desktop.letters.letter import undrawable
from desktop.letters.letterhead import read_letterhead
from desktop.letters.merging import Merge
from desktop.letters.model import Letter
from desktop.letters.reading import Reader, Template, TemplateError
from desktop.rules.feedback import names_of
from desktop.rules.preflight import Expected
from desktop.rules.ruling import BY_CODE
from desktop.rules.settings.choices import LETTER_NAME

__all__ = ["Template", "TemplateError", "expected", "load", "merge"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_OTHER_AMOUNTS = (
    "decision.montant", "dossier.demande", "dossier.cout", "decision.acompte", "decision.solde",
    "projet.montant", "changement.montant", "changement.avant", "reversement.montant", "reversement.verse",
    "avenant.avant",
)  # fmt: skip
# Those of a computation, of a reason, of each year.
_TOLD_AMOUNTS = ("changement.chiffres", "reversement.chiffres", "pluriannuelle.totaux")


def load(folder: Path, own: Mapping[str, Mapping[str, Any]] = _NOTHING) -> dict[str, Template]:
    """Every template of a folder by its id, `own` (by the name of a file) standing over what it says.

    TemplateError tells all that must be mended, file by file.
    """
    faults: list[str] = []
    head = read_letterhead(folder / "letterhead.toml", faults, own.get("letterhead", _NOTHING))
    templates: dict[str, Template] = {}
    paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    added = [name for name in own if name not in paths and re.fullmatch(LETTER_NAME, name)]
    paths |= {name: folder / f"{name}.toml" for name in added}
    for name, path in paths.items():
        if name == "letterhead":
            continue
        try:
            template = Reader(path, head, own.get(name, _NOTHING)).read()
        except TemplateError as error:
            faults.append(str(error))
            continue
        if template.id in templates:
            faults.append(f"Le modèle « {path.name} » reprend l’identifiant « {template.id} » d’un autre.")
        templates[template.id] = template
    if faults:
        raise TemplateError("\n".join(faults))
    return templates


def read_one(
    folder: Path, name: str, own: Mapping[str, Any] = _NOTHING, head: Mapping[str, Any] = _NOTHING
) -> Template:
    """One template with what stands over its file and over the letterhead; TemplateError tells its faults."""
    faults: list[str] = []
    read = read_letterhead(folder / "letterhead.toml", faults, head)
    template = Reader(folder / f"{name}.toml", read, own).read()
    if faults:
        raise TemplateError("\n".join(faults))
    return template


def merge(template: Template, data: Data) -> Letter:
    """The letter of one dossier. Empty fields stay visible as {champ} and are listed in `missing`."""
    return Merge(template, derived(template.head.under(data, template.signer))).letter()


def expected(template: Template, data: Data, letter: Letter) -> Expected:
    """What the words of this letter must say, from the same data; `letter` may have been edited by hand."""
    whole = derived(template.head.under(data, template.signer))

    day, cents = partial(_day, whole), partial(_cents, whole)
    found = lookup(whole, "decision.financeurs")
    shares = [row for row in (found if isinstance(found, list | tuple) else ()) if isinstance(row, Mapping)]
    others = (cents(name) for name in _OTHER_AMOUNTS)
    return Expected(
        kind=template.when[0],
        day=day("courrier.date"),
        number=letter.number if "courrier.numero" not in letter.missing else "",
        civility=str(whole["civilite"]) if template.form == "letter" else "",
        total=cents("convention.montant" if template.form == "convention" else "decision.montant"),
        funders=tuple((str(row.get("nom")), int(str(row.get("montant") or 0))) for row in shares),
        amounts=frozenset(amount for amount in (*others, *(_all_cents(whole))) if amount is not None),
        report_due=day("bilan.date"),
        outcome=str(lookup(whole, "decision.issue") or ""),
        outcomes=tuple(when for when in template.when if when in BY_CODE),
        conditions=_strings(whole, "decision.conditions"),
        sat_on=day("comite.date"),
        act=str(lookup(whole, "deliberation.numero") or ""),
        act_on=day("deliberation.date"),
        signer=str(lookup(whole, "signataire.nom") or ""),
        signer_from=day("signataire.debut"),
        signer_until=day("signataire.fin"),
        signer_to_confirm=template.head.to_confirm,
        legal=template.legal,
        kept=tuple(names_of(lookup(whole, "retour.tus"))),
        undrawable=undrawable(letter),
        edited=letter.edited,
    )


def _day(data: Data, name: str) -> date | None:
    value = lookup(data, name)
    return value if isinstance(value, date) else None


def _cents(data: Data, name: str) -> int | None:
    value = lookup(data, name)
    return value if isinstance(value, int) else None


def _all_cents(data: Data) -> list[int]:
    found = (lookup(data, name) for name in _TOLD_AMOUNTS)
    return [
        cents for told in found if isinstance(told, list | tuple) for cents in told if isinstance(cents, int)
    ]


def _strings(data: Data, name: str) -> tuple[str, ...]:
    value = lookup(data, name)
    return tuple(str(each) for each in (value if isinstance(value, list | tuple) else ()))
