"""The PDF of one dossier read back into a Form: bold lines are labels, what follows is their value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.exchange import ds_budget
from desktop.exchange.ds_amounts import Amounts
from desktop.exchange.ds_form import Answer, Form, pieces
from desktop.exchange.ds_lexicon import has_any, lexicon, plain, target
from desktop.exchange.ds_values import text
from desktop.exchange.pdf_lines import TextLine

_UNSAID = "non communique"
_MONEY = ("account", "amount", "funder")
_DATES = (
    ("deposited_at", re.compile(r"\b(?:déposé|en construction) (?:le|depuis le) ?:? ?(\d.+)", re.IGNORECASE)),
    ("instructed_at", re.compile(r"\ben instruction (?:le|depuis le) ?:? ?(\d.+)", re.IGNORECASE)),
    (
        "decided_at",
        re.compile(r"\b(?:décision|accepté|refusé|traité|sans suite) le ?:? ?(\d.+)", re.IGNORECASE),
    ),
)
_STATE = re.compile(
    r"\b(?:ce dossier est|état du dossier ?:|statut ?:) ?"
    r"(en construction|en instruction|accepté|refusé|classé sans suite)",
    re.IGNORECASE,
)
# What the portal prints after the form: exchanges and history, no answers.
_NOT_ANSWERS = ("identite", "messagerie", "historique")


@dataclass(slots=True)
class _Part:
    """A title or a label with the lines under it."""

    label: str
    title: bool
    lines: list[TextLine] = field(default_factory=list)
    size: float = 0


def form_of_pdf(number: str, row: str, lines: list[TextLine]) -> Form:
    """The form a PDF tells; its answers are empty when the text layer has no bold labels."""
    form = Form(number=number, row=row, knows_private=True)
    parts = _parts(lines)
    section = ""
    _events(form, lines)
    for part in parts:
        if part.title:
            section = plain(part.label)
            if section.startswith("identite"):
                _identity(form, part.lines)
            elif not section.startswith(_NOT_ANSWERS):
                form.answers.append(Answer(part.label))  # a title may announce whose names follow
        elif not section.startswith(_NOT_ANSWERS):
            form.answers.append(_answer(part, private=section.startswith("annotation")))
    form.answers = _with_blocks(form.answers)
    return form


def _parts(lines: list[TextLine]) -> list[_Part]:
    sizes = Counter(round(line.size) for line in lines if line.bold)
    label_size = sizes.most_common(1)[0][0] if sizes else 0
    parts: list[_Part] = []
    for line in lines:
        if not line.bold:
            if parts:
                parts[-1].lines.append(line)
            continue
        last = parts[-1] if parts else None
        if last and not last.lines and last.size == line.size and line.follows:
            last.label = f"{last.label} {line.text}"  # a long label on two lines
        else:
            parts.append(_Part(line.text, round(line.size) > label_size, size=line.size))
    return parts


def _identity(form: Form, lines: list[TextLine]) -> None:
    """`Libellé : valeur`; a line without known label continues the one above."""
    key = ""
    for line in lines:
        label, colon, value = line.text.partition(" : ")
        found = lexicon().identity.get(plain(label)) if colon else None
        if found or (colon and len(label) < 40 and not line.wraps):
            key = found or ""
            if key:
                form.system[key] = value
        elif key:
            joint = " " if line.wraps else "\n"
            form.system[key] = f"{form.system[key]}{joint}{line.text}"


def _events(form: Form, lines: list[TextLine]) -> None:
    """State and dates, which recent portals print before the form; the form itself is not searched."""
    for line in lines[:40]:
        if plain(line.text) == "formulaire":
            return
        state = _STATE.search(line.text)
        if state:
            form.system["state"] = state[1]
        for key, pattern in _DATES:
            found = pattern.search(line.text)
            if found:
                form.system.setdefault(key, found[1])


def _answer(part: _Part, private: bool) -> Answer:
    value = _paragraphs(part.lines)
    if plain(value) == _UNSAID:
        value = ""
    listed = [line.text for line in part.lines]
    names = [name[2:] for name in _bullets(listed)]
    if names and all(re.search(r"\.\w{2,5}$", name) for name in names):
        return Answer(part.label, files=pieces(part.label, names), private=private)
    return Answer(part.label, value, private=private)


def _bullets(lines: list[str]) -> list[str]:
    """The lines when each begins with a dash, nothing otherwise."""
    return lines if lines and all(line.startswith("- ") for line in lines) else []


def _paragraphs(lines: list[TextLine]) -> str:
    """Lines joined as they were typed: a full line goes on with a space, a wide gap is an empty line."""
    written = ""
    for line in lines:
        if not written:
            written = line.text
        elif line.wraps:
            written += f" {line.text}"
        else:
            written += ("\n\n" if line.gap else "\n") + line.text
    return written


def _with_blocks(answers: list[Answer]) -> list[Answer]:
    """Runs of repeated labels are the rows of a block, which the PDF prints one under the other."""
    made: list[Answer] = []
    index = 0
    while index < len(answers):
        size, rows = _run(answers, index)
        if rows:
            made.append(Answer(_block_name(rows), rows=rows, private=answers[index].private))
            index += size
        else:
            made.append(answers[index])
            index += 1
    return made


def _run(answers: list[Answer], start: int) -> tuple[int, list[list[Answer]]]:
    """Rows that begin at `start`: same first label, all known as fields of a budget or of staff."""
    width = _width(answers, start)
    if not width:
        return 0, []
    shape = [plain(answer.label) for answer in answers[start : start + width]]
    rows: list[list[Answer]] = []
    index = start
    while [plain(answer.label) for answer in answers[index : index + width]] == shape:
        rows.append(answers[index : index + width])
        index += width
    return index - start, rows


def _width(answers: list[Answer], start: int) -> int:
    """How many answers one row has: from a budget account, or a staff status, to the next such label."""
    first = plain(answers[start].label)
    if ds_budget.part(first) not in ("account", "status", "funder", "detail") or len(first.split()) > 4:
        return 0
    end = start + 1
    seen = {first}
    while end < len(answers) and end - start < 8:
        label = plain(answers[end].label)
        staff = has_any(label, lexicon().block["staff_fields"])
        if has_any(" ".join(seen), lexicon().block["staff_fields"]) and ds_budget.part(label) in _MONEY:
            break  # the budget begins right after the staff
        if ds_budget.part(label) in ("account", "funder") and any(
            ds_budget.part(s) == "amount" for s in seen
        ):
            break  # an amount is last, or followed by its state: another block begins
        if target(label) in Amounts.TARGETS:
            break  # "Montant demandé" right after a block is no part of its last row
        if label in seen or len(label.split()) > 4 or not (ds_budget.part(label) or staff):
            break
        seen.add(label)
        end += 1
    row = answers[start:end]
    money = any(ds_budget.part(a.label) == "amount" for a in row)
    staff = any(has_any(plain(a.label), lexicon().block["staff_fields"]) for a in row)
    return len(row) if len(row) > 1 and (money or staff) else 0


def _block_name(rows: list[list[Answer]]) -> str:
    if not ds_budget.is_budget(rows):
        return "Moyens humains"
    accounts: Iterator[str] = (
        text(a.value) for row in rows for a in row if ds_budget.part(a.label) == "account"
    )
    sides = {ds_budget.account(written, None)[0] for written in accounts if written}
    return "Charges" if sides == {"charge"} else "Produits" if sides == {"product"} else "Budget"
