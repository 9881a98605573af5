"""The story of the demonstration: each deed of resources/demo/story.toml played by its real verb."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from db import queries
from db.keys import key_of, new_key
from db.store import Store
from desktop.flow import annotate as notes
from desktop.flow import consult, instruct
from desktop.flow.decide import decide
from desktop.flow.notify import issue, prepare
from desktop.letters.letter import make
from desktop.letters.template import Template, load
from desktop.paths import resources
from desktop.rules.grid import level_of
from desktop.rules.opinion_pack import code_of
from desktop.terminal.work import challenge_key, find_passage, funder_keys

Deed = Mapping[str, Any]


def _list(value: Any) -> list[str]:
    return [] if not value else [value] if isinstance(value, str) else list(value)


class Story:
    """Plays deeds one by one on an open store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.funders = funder_keys(store)
        self.templates: Mapping[str, Template] = load(resources() / "letters")

    def play(self, path: Path, progress: Callable[[str, float], bool] | None = None) -> int:
        """Play every deed of a file in order; returns how many."""
        deeds = tomllib.loads(path.read_text(encoding="utf-8"))["deed"]
        for position, deed in enumerate(deeds):
            key = queries.find(self.store.reader, deed["number"])
            assert key is not None, deed["number"]
            getattr(self, f"_{deed['verb']}")(key, deed)
            if progress and not progress(f"Dossier {deed['number']}", position / len(deeds)):
                return position + 1
        return len(deeds)

    def _annotate(self, key: bytes, deed: Deed) -> None:
        where = find_passage(self.store, key, deed["quote"])
        self.store.do(
            notes.annotate, dossier=key, **where, challenge=challenge_key(self.store, deed["challenge"]),
            strength=level_of(deed["level"]), text=deed.get("note", ""), audience=deed["audience"],
        )  # fmt: skip

    def _mark(self, key: bytes, deed: Deed) -> None:
        challenge = challenge_key(self.store, deed["challenge"])
        level = level_of(deed["level"])
        self.store.do(notes.mark, dossier=key, challenge=challenge, level=level, reason=deed["reason"])

    def _note(self, key: bytes, deed: Deed) -> None:
        self.store.do(
            notes.annotate, dossier=key, place="dossier", text=deed["text"], audience=deed["audience"]
        )

    def _label(self, key: bytes, deed: Deed) -> None:
        self.store.do(instruct.label, dossier=key, name=deed["label"])

    def _move(self, key: bytes, stage: str) -> None:
        self.store.do(instruct.move, dossier=key, stage=stage)

    def _complete(self, key: bytes, _deed: Deed) -> None:
        self._move(key, "complete")

    def _instruct(self, key: bytes, _deed: Deed) -> None:
        self._move(key, "instruction")

    def _consult(self, key: bytes, _deed: Deed) -> None:
        self._move(key, "opinion")

    def _ask_opinions(self, key: bytes, deed: Deed) -> None:
        for code in deed["partners"]:
            pack = new_key()
            wish = consult.Wish(
                pack, code_of(pack), key_of("partner", code), (key,), "", "", deed["due"], deed["question"]
            )
            self.store.do(consult.ask, wish=wish, asked_on=deed["on"])

    def _opinion(self, key: bytes, deed: Deed) -> None:
        self.store.do(
            consult.record, dossier=key, partner=key_of("partner", deed["partner"]), value=deed["value"],
            amount=deed.get("offer"), comment=deed.get("comment", ""), channel=deed["channel"],
            confidential=deed.get("confidential", False), answered_on=min(deed["on"], dt.date.today()),
        )  # fmt: skip

    def _ask_pieces(self, key: bytes, _deed: Deed) -> None:
        self._move(key, "incomplete")
        self.store.do(prepare, dossier=key, template="pieces_manquantes")

    def _propose(self, key: bytes, deed: Deed) -> None:
        amounts = {self.funders[code]: amount for code, amount in deed["amounts"].items()}
        self.store.do(instruct.propose, dossier=key, amounts=amounts, reason=deed.get("reason", ""))

    def _ready(self, key: bytes, _deed: Deed) -> None:
        head = queries.head(self.store.reader, key)
        assert head is not None
        if not head.proposal_opinion:
            reason = "Avis défavorable : voir les notes du carnet."
            self.store.do(instruct.propose, dossier=key, amounts={}, opinion="unfavourable", reason=reason)
        self.store.do(instruct.to_committee, dossier=key)

    def _decide(self, key: bytes, deed: Deed) -> None:
        self.store.do(
            decide, dossier=key, outcome=deed["outcome"], decided_on=deed["on"],
            amounts={self.funders[code]: amount for code, amount in deed.get("amounts", {}).items()},
            reasons=_list(deed.get("reasons")), conditions=_list(deed.get("conditions")),
        )  # fmt: skip

    def _issue(self, key: bytes, deed: Deed) -> None:
        letter = self.store.do(prepare, dossier=key, template=deed["letter"]).value
        day: dt.date = deed["on"]
        self.store.do(issue, letter=letter, templates=self.templates, make=make, today=day)

    def _close(self, key: bytes, _deed: Deed) -> None:
        self._move(key, "closed")
