"""Letter templates: one TOML file each, checked when read, merged with the data of a dossier."""

from __future__ import annotations

from pathlib import Path

from desktop.letters.derive import derived
from desktop.letters.fields import Data
from desktop.letters.letterhead import read_letterhead
from desktop.letters.merging import Merge
from desktop.letters.model import Letter
from desktop.letters.reading import Reader, Template, TemplateError

__all__ = ["Template", "TemplateError", "load", "merge"]


def load(folder: Path) -> dict[str, Template]:
    """Every template of a folder by its id; TemplateError tells all that must be mended, file by file."""
    faults: list[str] = []
    head = read_letterhead(folder / "letterhead.toml", faults)
    templates: dict[str, Template] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "letterhead.toml":
            continue
        try:
            template = Reader(path, head).read()
        except TemplateError as error:
            faults.append(str(error))
            continue
        if template.id in templates:
            faults.append(f"Le modèle « {path.name} » reprend l’identifiant « {template.id} » d’un autre.")
        templates[template.id] = template
    if faults:
        raise TemplateError("\n".join(faults))
    return templates


def merge(template: Template, data: Data) -> Letter:
    """The letter of one dossier. Empty fields stay visible as {champ} and are listed in `missing`."""
    return Merge(template, derived(template.head.under(data, template.signer))).letter()
