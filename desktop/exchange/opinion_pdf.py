"""The PDF form of a pack that comes back: its fields, the marks of its pages, or why it is refused."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.exchange.application import Unreadable
from desktop.exchange.opinion_answers import Returned, altered, answer_of, not_ours, words_in
from desktop.exchange.pdf_lock import PDFIUM
from desktop.rules.opinion_pack import find_code, page_mark

CONTROL = "parvis"  # the hidden field
_FIELDS = ("avis", "montant", "commentaire", "services")
_MOST = 50_000  # fields looked at


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
    """The value of each field by its name; {} for a PDF without a form. Raises Unreadable."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            form = document.Root.get("/AcroForm")
            listed = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
            found: dict[str, Any] = {}
            # Ours stand side by side: what lies deeper in another form is not gone after, it may be a circle.
            for field in islice(listed, _MOST) if isinstance(listed, pikepdf.Array) else ():
                if isinstance(field, pikepdf.Dictionary):
                    found[_words(field.get("/T"))] = _words(field.get("/V"))
            return found
    except pikepdf.PasswordError as error:
        raise Unreadable(
            f"« {path.name} » est protégé par un mot de passe. Demandez-le sans protection, puis recommencez."
        ) from error
    except (pikepdf.PdfError, OSError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(
            f"« {path.name} » est abîmé ou coupé : il ne se lit pas jusqu’au bout. Demandez au partenaire "
            "de le "
            "renvoyer."
        ) from error


def _words(value: Any) -> str:
    """The words of a text or of a name; anything else says nothing, and may have no end."""
    import pikepdf

    if isinstance(value, pikepdf.Name):
        return str(value).removeprefix("/")
    return str(value) if isinstance(value, pikepdf.String) else ""


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
