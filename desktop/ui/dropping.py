"""Files dropped on the window: packs of opinions are told from the rest, in the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.ui.office import Office
from desktop.ui.runner import Progress

SATCHEL = ".mallette"  # known by its name: it is looked into before anything of it is taken


def maybe_packs(paths: Sequence[Path]) -> list[Path]:
    """Those that could be a pack; each one must be opened to know."""
    from desktop.flow.consult_return import may_carry_code

    return [path for path in paths if path.is_file() and may_carry_code(path)]


def tell_packs(office: Office, paths: Sequence[Path], then: Callable[[list[Path]], None]) -> None:
    """Look into these files for the code of a pack, then give those that carry one."""
    title = QCoreApplication.translate("dropping", "Reconnaître les fichiers déposés")

    def work(progress: Progress) -> list[Path]:
        from desktop.flow.consult_return import code_in

        found = []
        for rank, path in enumerate(paths):
            progress(path.name, rank / len(paths))
            if code_in(path):
                found.append(path)
        return found

    office.runner.run(work, then, lambda sentence: office.told.emit(sentence, "warn"), title)
