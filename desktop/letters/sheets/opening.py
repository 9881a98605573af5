"""The first pages: cover, contents, order of the day, who sits and who leaves, what was decided before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.pack_model import Edition, Pack, Seat
from desktop.letters.sheets import look as k
from desktop.letters.sheets.fiche import money
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.grid import Col, Row, draw_rows, table, widest
from desktop.letters.sheets.look import MM, lines_of, one_line, style
from desktop.rules.french import date_long, plural

ROLES = {"chair": "présidence", "secretary": "secrétariat", "member": "membre", "guest": "invité"}
PRESENCE = {
    "present": "présent", "excused": "excusé", "absent": "absent", "represented": "représenté", "": "",
}  # fmt: skip


def session_words(pack: Pack) -> str:
    """« Comité technique du 12 mars 2026 · Étouvie »."""
    day = date_long(dt.date.fromisoformat(pack.held_on))
    return f"{pack.kind} du {day}" + (f" · {pack.quarter}" if pack.quarter else "")


def lay_cover(bearing: Bearing, pack: Pack, edition: Edition, notices: Sequence[str]) -> Block:
    """Who meets, when, where, about what, in which version; `notices` say what this copy leaves out."""
    flow = Flow(bearing)
    flow.anchor("cover")
    m, look = flow.measures, flow.look
    leaf = flow.leaf
    leaf.fill(m.left, m.height - 62 * MM, 22 * MM, 2.2 * MM, k.ACCENT)
    flow.y = m.height - 48 * MM
    flow.text(pack.office, style(13, 16, bold=True))
    flow.y = m.height - 76 * MM
    title = k.COVER if look is not k.LARGE else style(34, 42, bold=True)
    flow.text(
        _title(edition), style(13, 17, bold=True, colour=k.ACCENT) if look is not k.LARGE else look.part
    )
    flow.space(4)
    flow.text(pack.name or pack.kind, title, tag="H1")
    flow.space(10)
    day = date_long(dt.date.fromisoformat(pack.held_on))
    when = " · ".join(part for part in (day, pack.starts_at, pack.place) if part)
    big = style(14, 19) if look is not k.LARGE else look.text
    flow.text(when, big)
    flow.text(" · ".join(part for part in (pack.kind, pack.quarter, pack.call) if part), big)
    flow.space(26)
    _cover_figures(flow, pack)
    flow.space(22)
    for notice in notices:
        _notice(flow, notice)
    flow.text(_version(pack, edition), look.caption, before=6)
    if edition.journal:
        flow.text(f"Journal de la base : {edition.journal}.", look.caption, before=2)
    if edition.base:
        flow.text(edition.base, look.caption, before=2)
    return flow.block


def _title(edition: Edition) -> str:
    if edition.since is not None:
        return f"ADDITIF À LA VERSION {edition.since}"
    return "DOSSIER DE LECTURE" if edition.large_print else "DOSSIER DE SÉANCE"


def _version(pack: Pack, edition: Edition) -> str:
    day = date_long(dt.date.fromisoformat(edition.day))
    state = "" if pack.final else " Les montants proposés ne valent pas décision."
    return f"Séance {pack.code}, version {edition.version} du {day}.{state}"


def _cover_figures(flow: Flow, pack: Pack) -> None:
    look, m = flow.look, flow.measures
    asked = sum(fiche.asked or 0 for fiche in pack.fiches)
    proposed = sum(fiche.proposed or 0 for fiche in pack.fiches)
    told = [
        (plural(len(pack.fiches), "Dossier"), str(len(pack.fiches))),
        ("Demandé", money(asked)), ("Proposé", money(proposed)),
    ]  # fmt: skip
    step = m.text / 3 if look is not k.LARGE else m.text
    top = flow.y
    for at, (caption, figure) in enumerate(told):
        x = m.left + (at * step if look is not k.LARGE else 0)
        node = flow.top.add("P")
        y = top - look.caption.size
        flow.leaf.say(node, (one_line(caption, look.caption, step),), look.caption, x, y)
        flow.leaf.say(
            node, (one_line(figure, look.figure, step - 4),), look.figure, x, y - look.figure.leading
        )
        if look is k.LARGE:
            top -= look.caption.leading + look.figure.leading + 6
    flow.y = top - (look.caption.leading + look.figure.leading if look is not k.LARGE else 0)


def _notice(flow: Flow, words: str) -> None:
    look, m = flow.look, flow.measures
    lines = lines_of(words, look.text, m.text - 8 * MM)
    tall = len(lines) * look.text.leading + 10
    flow.need(tall + 6)
    flow.leaf.fill(m.left, flow.y - tall, m.text, tall, k.ACCENT_WASH)
    flow.leaf.fill(m.left, flow.y - tall, 2.4, tall, k.ACCENT)
    flow.y -= 5
    flow.lines(lines, look.text, indent=4 * MM)
    flow.y -= 11


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its words, where it leads, how deep it stands; its page once known."""

    words: str
    anchor: str
    depth: int = 0
    page: int = 0


def _entry_height(look: k.Look, entry: Entry) -> float:
    shape = look.text if entry.depth == 0 else look.small
    return shape.leading + (7 if entry.depth == 0 else 1.4)


def contents_pages(bearing: Bearing, entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """The entries of each page of the contents; a chapter is never the last line of a page."""
    look, m = bearing.look, k.STANDING
    room = m.top - m.bottom - look.chapter.leading - 8
    pages: list[list[Entry]] = [[]]
    for at, entry in enumerate(entries):
        follows = entries[at + 1] if at + 1 < len(entries) and entries[at + 1].depth > entry.depth else None
        need = _entry_height(look, entry) + (_entry_height(look, follows) if follows else 0)
        if need > room and pages[-1]:
            pages.append([])
            room = m.top - m.bottom
        pages[-1].append(entry)
        room -= _entry_height(look, entry)
    return [tuple(page) for page in pages]


def lay_contents(bearing: Bearing, entries: Sequence[Entry], *, first: bool) -> Block:
    """One page of the contents: one line an entry, the number of its page flush right."""
    flow = Flow(bearing)
    m, look = flow.measures, flow.look
    if first:
        flow.anchor("contents")
        flow.heading("Sommaire", look.chapter, "H1", after=8)
    whole = list_of = flow.top.add("TOC")
    for entry in entries:
        top = flow.y
        flow.space(5.6 if entry.depth == 0 else 0)
        shape = k.style(look.text.size, look.text.leading, bold=True) if entry.depth == 0 else look.small
        x = m.left + entry.depth * 5 * MM
        number = one_line(str(entry.page), shape, 40)
        line = one_line(entry.words, shape, m.right - x - 16 * MM)
        if not entry.depth:
            list_of = whole
        elif list_of is whole:  # what stands under a chapter is a list of its own
            list_of = whole.add("TOC")
        node = list_of.add("TOCI").add("Link")
        base = flow.y - shape.size
        flow.leaf.say(node, (line,), shape, x, base)
        flow.leaf.say(node, (number,), shape, m.right - number.width, base)
        dots = m.right - number.width - x - line.width - 10
        if dots > 6 and entry.depth:
            flow.leaf.rule(x + line.width + 5, base + 1, dots, k.LINE, 0.5)
        box = (x, base - 3, m.right, base + shape.size)
        flow.leaf.link(node, box, entry.anchor, f"{entry.words}, page {entry.page}")
        flow.y = top - _entry_height(look, entry)
    return flow.block


def agenda_table(bearing: Bearing, pack: Pack) -> tuple[tuple[Col, ...], list[Row]]:
    """The order of the day, by heading; a line leads to the sheet."""
    rows: list[Row] = []
    heading = None
    for fiche in pack.fiches:
        if fiche.heading != heading and fiche.heading:
            rows.append(Row((fiche.heading, "", "", ""), "group"))
        heading = fiche.heading
        rows.append(
            Row(
                (str(fiche.rank), f"*{fiche.applicant}\n{fiche.title} · {fiche.number}", money(fiche.asked),
                 money(fiche.proposed)),
                anchor=f"d{fiche.key}",
            )
        )  # fmt: skip
    look = bearing.look
    least = 38 * MM if look is k.LARGE else 26 * MM  # the same for usual amounts: pages stay as they were
    wide = [widest(rows, 0, "N°", look)]
    wide += [max(least, widest(rows, at, head, look)) for at, head in ((2, "Demandé"), (3, "Proposé"))]
    columns = (
        Col("N°", wide[0]), Col("Porteur et action", k.STANDING.text - sum(wide)),
        Col("Demandé", wide[1], "right"), Col("Proposé", wide[2], "right"),
    )  # fmt: skip
    return columns, rows


TITLE_AFTER = 8.0


def lay_table_page(
    bearing: Bearing, head: tuple[str, str], columns: Sequence[Col], rows: Sequence[Row], empty: str
) -> Block:
    """One page of a long table, `head` its title (the first one alone) and anchor; `empty`: without row."""
    flow = Flow(bearing)
    title, anchor = head
    flow.anchor(anchor)
    if title:
        flow.heading(title, flow.look.chapter, "H1", after=TITLE_AFTER)
    if rows:
        draw_rows(flow, columns, rows)
    elif empty:
        flow.text(empty)
    return flow.block


def lay_members(bearing: Bearing, pack: Pack) -> Block:
    """Who sits, who leaves the room for which dossier; then what earlier sessions decided."""
    flow = Flow(bearing)
    look, m = flow.look, flow.measures
    flow.chapter("Membres et déports", "members")
    if pack.quorum:
        flow.text(f"Quorum : {pack.quorum} {plural(pack.quorum, 'membre')} à voix délibérative.")
        flow.space(6)
    if pack.seats:
        wide = m.text
        columns = [Col("Nom", wide * 0.3), Col("Au titre de", wide * 0.32), Col("Qualité", wide * 0.19),
                   Col("Présence", wide * 0.19)]  # fmt: skip
        table(flow, columns, [_seat(seat) for seat in pack.seats])
    else:
        flow.text("Aucun membre n’est inscrit.")
    flow.heading("DÉPORTS", look.part, "H2", before=18, after=4, keep=60)
    if not pack.recusals:
        flow.text("Aucun intérêt déclaré ne touche un dossier de l’ordre du jour.")
    else:
        flow.text("Ces personnes quittent la séance pour le dossier cité : ni débat, ni vote.")
        flow.space(6)
        columns = [Col("Personne", m.text * 0.28), Col("Dossier", m.text * 0.14),
                   Col("Porteur et action", m.text * 0.58)]  # fmt: skip
        table(flow, columns, [Row((r.person, r.number, f"*{r.applicant}\n{r.title}")) for r in pack.recusals])
    _earlier(flow, pack)
    return flow.block


def _seat(seat: Seat) -> Row:
    role = ROLES.get(seat.role, seat.role) + ("" if seat.voting else ", sans voix")
    presence = PRESENCE.get(seat.presence, seat.presence)
    if seat.proxy:
        presence = f"{presence} par {seat.proxy}".strip()
    return Row((f"*{seat.name}", seat.body, role, presence))


def _earlier(flow: Flow, pack: Pack) -> None:
    m = flow.measures
    flow.chapter("Relevé des décisions précédentes", "earlier")
    if not pack.earlier:
        return flow.text("Aucune séance close avant celle-ci n’a rendu de décision.")
    columns = [Col("Dossier", m.text * 0.14), Col("Porteur et action", m.text * 0.47),
               Col("Décision", m.text * 0.24), Col("Accordé", m.text * 0.15, "right")]  # fmt: skip
    rows: list[Row] = []
    session = None
    for said in pack.earlier:
        if said.session != session:
            rows.append(Row((said.session, "", "", ""), "group"))
            session = said.session
        why = "\n~" + " ; ".join(said.reasons) if said.reasons else ""
        rows.append(
            Row((said.number, f"*{said.applicant}\n{said.title}", said.outcome + why,
                 money(said.amount) if said.amount is not None else ""))
        )  # fmt: skip
    return table(flow, columns, rows)
