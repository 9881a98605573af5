"""Writing, signing, taking away an amendment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db.queries.agreement_shapes import AmendmentRow
from desktop.flow.agreement_view import Convention
from desktop.flow.amend import changes_of
from desktop.rules.clocks import CONVENTION_YEARS
from desktop.ui.agreements.dialogs import AmendmentForm, SignForm
from desktop.ui.agreements.words import day
from desktop.ui.fields import Button
from desktop.ui.money.attempting import attempt
from desktop.ui.office import Office


def ask_amendment(
    office: Office, over: QWidget, told: Convention, row: AmendmentRow | None,
    funders: tuple[Sequence[tuple[bytes, str]], Sequence[tuple[bytes, str]]],
) -> None:  # fmt: skip
    """Show an amendment: written again, signed or taken away while it is a draft. `funders`: those that have
    their row, and the others."""
    if row is not None and row.state == "signed":
        said = QCoreApplication.translate("agreements", "L’avenant {0} est signé\u00a0: il ne change plus.")
        office.told.emit(said.format(row.rank), "neutral")
        return
    from desktop.flow.amend import drop_amendment, write_amendment

    form = AmendmentForm(over, told.head, _years(told), *funders, _amounts(told, row, office), row)

    def write() -> tuple[str, bytes | None]:
        return attempt(
            office, write_amendment, agreement=told.head.id, title=form.name.text(),
            body=form.body.text(), ends_on=form.ends.day(), amounts=_changed(told, form),
            amendment=row.id if row else None,
        )  # fmt: skip

    def then() -> str:
        return write()[0]

    form.then = then
    if row is not None:
        sign, drop = Button(form.tr("&Signer…"), "signature"), Button(form.tr("Re&tirer"), "trash-2")
        form.foot.insertWidget(0, drop)
        form.foot.insertWidget(1, sign)
        for button, deed in (
            (drop, lambda: office.do(drop_amendment, amendment=row.id)),
            (sign, lambda: ask_signing(office, over, told, row)),
        ):
            button.clicked.connect(form.reject)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
    form.open()


def ask_signing(office: Office, over: QWidget, told: Convention, row: AmendmentRow) -> None:
    """The day and the deliberation: the amendment is then applied."""
    from desktop.flow.amend import sign_amendment

    say = QCoreApplication.translate
    form = SignForm(over, say("agreements", "Signer l’avenant {0} de {1}").format(row.rank, told.head.number))

    def then() -> str:
        return attempt(
            office, sign_amendment, amendment=row.id, signed_on=form.when.day(), act=form.act.text(),
            act_on=form.act_on.day(),
        )[0]  # fmt: skip

    form.then = then
    form.open()


def _years(told: Convention) -> list[int]:
    """Those of the convention and those that an amendment may add."""
    first = day(told.head.starts_on)
    assert first is not None  # a convention always has its dates
    return sorted({*told.register.years, *range(first.year, first.year + CONVENTION_YEARS)})


def _amounts(
    told: Convention, row: AmendmentRow | None, office: Office
) -> dict[tuple[int, bytes], int | None]:
    found = {key: fund.promised for key, fund in told.register.cells.items()}
    keys = {funder.code: funder.id for funder in office.funders}
    for change in changes_of(row.changes) if row else ():
        found[change.year, keys[change.funder]] = change.after
    return found


def _changed(told: Convention, form: AmendmentForm) -> dict[tuple[int, bytes], int | None]:
    """The sums that are not those promised."""
    return {
        key: cents for key, cents in form.sums.amounts().items()
        if cents != (told.register.cells[key].promised if key in told.register.cells else None)
    }  # fmt: skip
