"""The PDF form of a pack that comes back: its fields, the marks of its pages, or why it is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.exchange.application import Unreadable
from desktop.exchange.opinion_answers import Returned, altered, answer_of, not_ours, words_in
from desktop.exchange.pdf_lock import PDFIUM
from desktop.rules.opinion_pack import find_code, page_mark

CONTROL = "parvis"  # the hidden field
_FIELDS = ("avis", "montant", "commentaire", "services")


def code_in_pdf(path: Path) -> str:
    """The code of the pack that a form answers, flattened or not; "" for any other PDF."""
    try:
        control = _control(_fields(path))
        return control[0][1]
    except (KeyError, ValueError):
        return _printed_code(path)


def _printed_code(path: Path) -> str:
    """The code written at the foot of its first page, when the page says that it is a pack."""
    text = next(iter(_texts(path, 1)), "")
    return find_code(text) if "Avis ·" in text and "Code AV-" in text else ""


def read_form(path: Path) -> Returned:
    """What a partner answered in a form. Raises Unreadable."""
    fields = _fields(path)
    try:
        lines = _control(fields)
    except KeyError:
        code = _printed_code(path)
        if not code:
            raise not_ours(path.name) from None
        raise Unreadable(
            f"« {path.name} » porte le code {code}, mais ses cases à remplir n’y sont plus : il a été "
            "imprimé en PDF "
            "ou numérisé au lieu d’être enregistré. Aucun avis n’a été pris. Demandez le fichier "
            "enregistré, ou "
            "saisissez ces avis à la main."
        ) from None
    except ValueError as error:
        raise altered(path.name, ["sa page de contrôle n’est plus lisible"]) from error
    made = Returned(
        lines[0][1], "pdf", lines, [page_mark(text) for text in _texts(path)], words_in(fields.get("par"))
    )
    gone = []
    for rank, (_, number, request) in enumerate(lines[1:], start=1):
        names = [f"{name}_{rank}" for name in _FIELDS]
        if any(name not in fields for name in names):
            gone.append(f"les cases du dossier {number} ont disparu")
            continue
        cells = tuple(
            f"case « {told} »" for told in ("Votre avis", "Montant", "Commentaire", "À garder entre services")
        )
        values = [fields[name] for name in names]
        made.answers.append(
            answer_of(number, request, f"fiche {rank}", values[0], values[1], values[2], values[3], cells)
        )
    if gone:
        raise altered(path.name, gone)
    return made


def _fields(path: Path) -> dict[str, Any]:
    """The value of each field by its whole name; {} for a PDF without a form. Raises Unreadable."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            form = document.Root.get("/AcroForm")
            found: dict[str, Any] = {}
            for field in form.get("/Fields", []) if form is not None else []:
                _gather(field, "", found, 0)
            return found
    except pikepdf.PasswordError as error:
        raise Unreadable(
            f"« {path.name} » est protégé par un mot de passe. Demandez-le sans protection, puis recommencez."
        ) from error
    except (pikepdf.PdfError, OSError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(
            f"« {path.name} » est abîmé ou coupé : il ne se lit pas jusqu’au bout. Demandez au partenaire "
            "de le "
            "renvoyer."
        ) from error


def _gather(field: Any, above: str, found: dict[str, Any], deep: int) -> None:
    name = str(field.get("/T", ""))
    whole = f"{above}.{name}" if above and name else name or above
    kids = field.get("/Kids")
    if kids is not None and deep < 20 and any("/T" in kid for kid in kids):
        for kid in kids:
            _gather(kid, whole, found, deep + 1)
        return
    value = field.get("/V")
    found[whole] = "" if value is None else str(value).removeprefix("/") if _is_name(value) else str(value)


def _is_name(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Name)


def _control(fields: dict[str, Any]) -> list[tuple[str, ...]]:
    """Raises KeyError without the hidden field, ValueError when it is broken."""
    lines = [tuple(str(part) for part in line) for line in json.loads(fields[CONTROL])]
    if not lines or lines[0][0] != "pack" or any(len(line) != 3 for line in lines):
        raise ValueError("not a control")
    return lines


def _texts(path: Path, most: int | None = None) -> list[str]:
    """The words of its pages. Raises Unreadable."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"« {path.name} » est abîmé : ses pages ne se lisent pas.") from error
        try:
            count = len(document) if most is None else min(most, len(document))
            return [document[number].get_textpage().get_text_range() for number in range(count)]
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"« {path.name} » est abîmé : une de ses pages ne se lit pas.") from error
        finally:
            document.close()


def marks_of(path: Path) -> list[str]:
    """The marks of the pages of a form just made."""
    return [page_mark(text) for text in _texts(path)]
