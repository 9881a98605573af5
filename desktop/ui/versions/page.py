"""A comparison as a page to read: changed parts open, the others folded behind one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QCoreApplication

from desktop.rules.versions import Comparison, FieldChange, LineChange, TextChange, Words
from desktop.ui.theme import Tokens
from desktop.ui.tongue import euros, percent, plural

_SMALL = "font-size: 12px; font-weight: 400; text-decoration: none"
_TABLES = ("budget", "own_budget", "funding")


def page(
    told: Comparison, kept: Sequence[FieldChange], look: Tokens, *, unfolded: bool,
    heads: tuple[str, str] | None = None,
) -> str:  # fmt: skip
    """The whole page as HTML. A word that went is struck out after « − », one that came is underlined
    after « + »: the colour is never alone. Links: "fold:", "section:…", "field:…". `heads` name what is
    compared when it is two years: each difference then tells its per cent too."""
    say = QCoreApplication.translate
    parts = [_style(look)]
    if kept:
        parts.append(_title(say("versions", "Gardé ici contre la source")))
        parts.append(_fields(kept, look, say("versions", "La source dit"), say("versions", "Gardé ici")))
    if not told.changed:
        words = (
            say("versions", "Ces deux demandes disent la même chose.")
            if heads
            else say("versions", "Ces deux versions disent la même chose.")
        )
        parts.append(f"<p>{escape(words)}</p>")
    fields = [field for field in told.fields if field.changed]
    if fields:
        parts.append(_title(say("versions", "Renseignements")))
        parts.append(_fields(fields, look, *_heads(heads)))
    for table in _TABLES:
        lines = [line for line in told.lines if line.table == table]
        if any(line.changed for line in lines):
            parts.append(_title(_table_name(table)))
            parts.append(_lines([line for line in lines if unfolded or line.changed], look, heads))
    parts += [_text(text, look) for text in told.texts if text.changed]
    parts.append(_unchanged(told, look, unfolded=unfolded))
    return "".join(parts)


def _heads(heads: tuple[str, str] | None) -> tuple[str, str]:
    say = QCoreApplication.translate
    return heads or (say("versions", "Avant"), say("versions", "Après"))


def _table_name(table: str) -> str:
    say = QCoreApplication.translate
    return {
        "budget": say("versions", "Budget de l’action"),
        "own_budget": say("versions", "Budget du porteur"),
        "funding": say("versions", "Financeurs"),
    }[table]


def _style(look: Tokens) -> str:
    return (
        f"<style>h3 {{ color: {look.ink}; margin-top: 18px; margin-bottom: 6px }}"
        f" a {{ color: {look.accent} }} th {{ color: {look.muted}; font-weight: 400; text-align: left }}"
        f" td, th {{ padding: 4px 12px 4px 0 }}</style>"
    )


def _title(words: str, place: str = "") -> str:
    link = f' &nbsp;<a href="{place}" style="{_SMALL}">{escape(_go())}</a>' if place else ""
    return f"<h3>{escape(words)}{link}</h3>"


def _go() -> str:
    return QCoreApplication.translate("versions", "voir dans la demande")


def gone(words: str, look: Tokens) -> str:
    """Words that went."""
    return (
        f'<span style="color: {look.bad}; background-color: {look.bad_wash}">−'
        f'<span style="text-decoration: line-through">{_kept_spaces(words)}</span></span>'
    )


def new(words: str, look: Tokens) -> str:
    """Words that came."""
    return (
        f'<span style="color: {look.good}; background-color: {look.good_wash}">+'
        f'<span style="text-decoration: underline">{_kept_spaces(words)}</span></span>'
    )


def _kept_spaces(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def marked(parts: Iterable[Words], look: Tokens) -> str:
    """A text with what went struck out and what came underlined."""
    made = []
    for part in parts:
        if part.sign == "same":
            made.append(_kept_spaces(part.text))
        else:
            made.append(gone(part.text, look) if part.sign == "gone" else new(part.text, look))
    return "".join(made)


def _text(text: TextChange, look: Tokens) -> str:
    body = f"<p style='line-height: 150%'>{marked(text.words, look)}</p>"
    return _title(text.title, f"section:{text.code}") + body


def _fields(fields: Sequence[FieldChange], look: Tokens, before: str, after: str) -> str:
    rows = [
        f"<tr><td>{escape(field.label)}</td><td>{_value(field.before, look, went=True)}</td>"
        f"<td>{_value(field.after, look, went=False)}</td></tr>"
        for field in fields
    ]
    head = f"<tr><th></th><th>{escape(before)}</th><th>{escape(after)}</th></tr>"
    return f"<table cellspacing='0'>{head}{''.join(rows)}</table>"


def _value(words: str, look: Tokens, *, went: bool) -> str:
    short = words if len(words) <= 600 else words[:599] + "…"
    if not short:
        return f'<span style="color: {look.muted}">—</span>'
    return gone(short, look) if went else new(short, look)


def _lines(lines: Sequence[LineChange], look: Tokens, years: tuple[str, str] | None) -> str:
    say = QCoreApplication.translate
    heads = (*_heads(years), say("versions", "Écart"))
    rows = []
    for line in lines:
        cells = (
            _amount(line.before, line.was, look, "gone" if line.changed else ""),
            _amount(line.after, line.now, look, "new" if line.changed else ""),
            _difference(line) + (_share(line) if years else ""),
        )
        told = "".join(f"<td align='right'>{cell}</td>" for cell in cells)
        rows.append(f"<tr><td>{escape(line.name)}</td>{told}</tr>")
    head = "".join(f"<th align='right'>{escape(words)}</th>" for words in heads)
    return f"<table cellspacing='0'><tr><th></th>{head}</tr>{''.join(rows)}</table>"


def _amount(cents: int | None, there: bool, look: Tokens, sign: str) -> str:
    if not there:
        return f'<span style="color: {look.muted}">—</span>'
    words = "?" if cents is None else euros(cents)
    return {"gone": gone(words, look), "new": new(words, look)}.get(sign, escape(words))


def _difference(line: LineChange) -> str:
    if not line.changed or (line.before is None and line.after is None):
        return ""
    gap = (line.after or 0) - (line.before or 0)
    return f"{'+' if gap > 0 else '−'}\u00a0{euros(abs(gap))}" if gap else ""


def _share(line: LineChange) -> str:
    """« (+ 10 %) » of what it was, "" when there is nothing to divide by."""
    gap = (line.after or 0) - (line.before or 0)
    if not line.before or not gap:
        return ""
    return f" ({'+' if gap > 0 else '−'}\u00a0{percent(abs(gap), line.before)})"


def _unchanged(told: Comparison, look: Tokens, *, unfolded: bool) -> str:
    """One line that says how many parts stayed the same; their words when they are unfolded."""
    say = QCoreApplication.translate
    texts = [text for text in told.texts if not text.changed]
    fields = [field for field in told.fields if not field.changed]
    count = len(texts) + len(fields)
    if not count:
        return ""
    deed = say("versions", "replier") if unfolded else say("versions", "déplier")
    line = say("versions", "{0} {1}").format(count, plural(count, "partie inchangée", "parties inchangées"))
    made = [f'<p><br><a href="fold:" style="{_SMALL}">{escape(line)} — {escape(deed)}</a></p>']
    if unfolded:
        rows = "".join(
            f"<tr><td style='color: {look.muted}'>{escape(f.label)}</td><td>{_kept_spaces(f.after)}</td></tr>"
            for f in fields
        )
        made.append(f"<table cellspacing='0'>{rows}</table>")
        made += [
            f"{_title(t.title, f'section:{t.code}')}<p style='line-height: 150%'>{marked(t.words, look)}</p>"
            for t in texts
        ]
    return "".join(made)
