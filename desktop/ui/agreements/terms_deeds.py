"""What is done about what a convention undertakes, and about what is counted of it."""

from __future__ import annotations

from db.queries.agreement_shapes import CommitmentRow
from desktop.flow.agreement_view import Counted
from desktop.ui.agreements.deeds import AgreementDeeds
from desktop.ui.agreements.detail import DetailPage
from desktop.ui.agreements.terms_dialogs import CommitmentForm, IndicatorForm
from desktop.ui.money.attempting import attempt
from desktop.ui.office import Office


class TermDeeds:
    """The deeds of the tab « Engagements et indicateurs »."""

    def __init__(self, office: Office, deeds: AgreementDeeds, page: DetailPage) -> None:
        self._office, self._deeds, self._page = office, deeds, page

    def commitment(self, row: CommitmentRow | None) -> None:
        """A new engagement, or the one named: its words while it is a draft, what was found afterwards."""
        from desktop.flow.undertakings import judge_commitment, set_commitment

        told = self._deeds.told()
        draft = told is not None and told.head.state == "draft"
        if told is None or (row is None and not draft):
            return
        form = CommitmentForm(
            self._page, told.register.years, self._office.quarters, self._office.challenges, row, draft=draft
        )

        def then() -> str:
            key = row.id if row else None
            if draft:
                why, key = attempt(
                    self._office, set_commitment, agreement=told.head.id, text=form.words.text(),
                    year=form.year.currentData(), quarter=form.quarter.currentData(),
                    challenge=form.challenge.currentData(), commitment=key,
                )  # fmt: skip
                if why:
                    return why
            found = (form.state.currentData(), form.comment.text().strip())
            if found == ((row.state, row.comment) if row else ("", "")):
                return ""
            return attempt(self._office, judge_commitment, commitment=key, state=found[0], comment=found[1])[
                0
            ]

        form.then = then
        form.open()

    def judge(self, state: str) -> None:
        """What was found of the engagement in front."""
        from desktop.flow.undertakings import judge_commitment

        row = self._page.terms.current()
        if self._deeds.told() is not None and row is not None and self._page.front == 1:
            self._office.do(judge_commitment, commitment=row.id, state=state)

    def indicator_at(self, place: int) -> None:
        told = self._page.convention
        if told is not None and 0 <= place < len(told.indicators):
            self.indicator(told.indicators[place])

    def indicator(self, one: Counted | None) -> None:
        """What is counted, and its figures."""
        from desktop.flow.undertakings import count_indicator

        told = self._deeds.told()
        if told is None:
            return
        form = IndicatorForm(self._page, told.register.years, one)

        def then() -> str:
            return attempt(
                self._office, count_indicator, agreement=told.head.id, label=form.name.text(),
                unit=form.unit.text(), values=form.values(), indicator=one.id if one else None,
            )[0]  # fmt: skip

        form.then = then
        form.open()
