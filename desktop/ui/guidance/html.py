"""A page of the guide as the text browser shows it: our colours, our fonts, pictures as wide as the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from desktop.rules.markdown import Block, Code, Listing, Paragraph, Picture, Spans, Table, Title
from desktop.ui.theme import family, tokens

_TAGS = {"": "{0}", "bold": "<b>{0}</b>", "italic": "<i>{0}</i>", "code": "<code>{0}</code>"}
_SIZES = {1: 22, 2: 16, 3: 14, 4: 13}


def style_sheet() -> str:
    """For the document; read again when the theme changes."""
    look = tokens()
    return (
        f"body {{ font-family: '{family('Inter')}'; font-size: 14px; color: {look.ink}; }}"
        f"h1, h2, h3 {{ color: {look.ink}; font-weight: 600; }}"
        f"a {{ color: {look.accent}; }}"
        f"code {{ background-color: {look.neutral_wash}; font-family: monospace; font-size: 13px; }}"
        f"pre {{ background-color: {look.neutral_wash}; font-family: monospace; font-size: 13px; }}"
        f"p.about {{ color: {look.muted}; }}"
        f"th {{ background-color: {look.neutral_wash}; text-align: left; font-weight: 600; }}"
        "li { margin-bottom: 5px; } p { margin-top: 0; margin-bottom: 9px; }"
    )


def page_html(blocks: Iterable[Block], about: str = "", keys: Sequence[tuple[str, str]] = ()) -> str:
    """The whole page; `about` is what the screen in front says of itself, `keys` what can be done there."""
    told, parts = about, []
    for block in blocks:
        parts.append(_block(block))
        if told and isinstance(block, Paragraph):
            parts.append(f"<p class='about'>{escape(told)}</p>")
            told = ""
    if keys:
        rows = "".join(f"<tr><td>{escape(words)}</td><td>{escape(key)}</td></tr>" for words, key in keys)
        parts.append(_heading(2, "Les touches de cet écran") + _framed(rows))
    return f"<html><body>{''.join(parts)}</body></html>"


def _block(block: Block) -> str:
    if isinstance(block, Title):
        return _heading(block.level, _spans(block.spans))
    if isinstance(block, Paragraph):
        return f"<p>{_spans(block.spans)}</p>"
    if isinstance(block, Listing):
        tag = "ol" if block.numbered else "ul"
        return f"<{tag}>{''.join(f'<li>{_spans(item)}</li>' for item in block.items)}</{tag}>"
    if isinstance(block, Table):
        head = "".join(f"<th>{_spans(cell)}</th>" for cell in block.heads)
        rows = "".join(
            f"<tr>{''.join(f'<td>{_spans(cell)}</td>' for cell in row)}</tr>" for row in block.rows
        )
        return _framed(f"<tr>{head}</tr>{rows}")
    if isinstance(block, Code):
        return f"<pre>{escape(block.text)}</pre>"
    return _picture(block)


def _heading(level: int, words: str) -> str:
    before = 0 if level == 1 else 16
    return f"<h{level} style='font-size: {_SIZES[level]}px; margin: {before}px 0 8px 0'>{words}</h{level}>"


def _framed(rows: str) -> str:
    return (
        f"<table border='1' cellspacing='0' cellpadding='6' style='border-color: {tokens().line}; "
        f"border-style: solid; border-collapse: collapse; margin-bottom: 10px'>{rows}</table>"
    )


def _picture(picture: Picture) -> str:
    about = escape(picture.about, quote=True)
    # An image has no text for who does not see it: the caption under it says the same.
    return (
        f"<p style='margin: 8px 0 2px 0'><img src='{escape(picture.path, quote=True)}' alt='{about}'></p>"
        f"<p class='about'>{about}</p>"
    )


def _spans(spans: Spans) -> str:
    told = []
    for span in spans:
        words = _TAGS[span.style].format(escape(span.text))
        told.append(f"<a href='{escape(span.to, quote=True)}'>{words}</a>" if span.to else words)
    return "".join(told)
