"""A verb of the bench run beside the window: with a bar, a Cancel, and its refusal told in its own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress

if TYPE_CHECKING:  # SQLAlchemy comes after the first paint
    from db.store import Done


def run_beside(
    office: Office,
    title: str,
    work: Callable[[Progress], Done],
    after: Callable[[Done], object],
    refused: Callable[[], object] = lambda: None,
) -> None:
    """`after(done)` once the screens are told; `refused()` when nothing was written, its reason then told."""
    if office.read_only:
        said = "Cette base est ouverte en lecture seule\u00a0: rien n’a été enregistré."
        office.told.emit(said, "warn")
        refused()
        return

    def guarded(progress: Progress) -> Done | str:
        from desktop.exchange.application import Cancelled as Stopped

        try:
            return work(progress)
        except Stopped as stop:
            raise Cancelled from stop
        except ValueError as refusal:
            return str(refusal)

    def done(answer: Any) -> None:
        if isinstance(answer, str):
            failed(answer)
        else:
            office.after(answer)
            after(answer)

    def failed(sentence: str) -> None:
        office.told.emit(sentence, "warn")
        refused()

    office.runner.run(guarded, done, failed, title)
