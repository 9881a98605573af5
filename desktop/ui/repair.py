"""A damaged base: one sentence, what can be recovered, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.flow.damage import Trouble, advice, best_copy, trouble, trouble_inside
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import typography

# title, work, what is told, then: on the closed base
Alone = Callable[[str, Callable[[Progress], object], str], None]


def tell_damage(
    over: QWidget | None,
    database: Path,
    found: Trouble,
    *,
    alone: Alone,
    read: Callable[[], None] | None = None,
    other: Callable[[], None] | None = None,
    leave: Callable[[], None] | None = None,
) -> QMessageBox:
    """`read`: open it for reading all the same; `other`: choose another file; `leave`: end, or go on."""
    box = QMessageBox(over)
    box.setObjectName("damaged")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(box.tr("Base abîmée"))
    box.setText(typography(found.sentence))
    box.setInformativeText(typography(advice(database, found)))
    deeds: dict[object, Callable[[], None]] = {}
    role = QMessageBox.ButtonRole
    if found.kind not in ("gone", "back"):
        deeds[box.addButton(box.tr("&Réparer"), role.AcceptRole)] = lambda: repair(database, alone)
    copy = best_copy(database)
    if copy is not None:
        button = box.addButton(box.tr("Remettre la &copie du {0}").format(f"{copy.at:%d/%m à %H:%M}"),
                               role.AcceptRole)  # fmt: skip
        deeds[button] = lambda: put_back(database, copy.path, alone)
    for words, deed in (
        (box.tr("Ouvrir en &lecture seule"), read), (box.tr("Choisir un &autre fichier…"), other),
    ):  # fmt: skip
        if deed is not None:
            deeds[box.addButton(words, role.ActionRole)] = deed
    stay = box.addButton(box.tr("&Quitter") if read or other else box.tr("&Plus tard"), role.RejectRole)
    box.setEscapeButton(stay)
    deeds[stay] = leave or (lambda: None)
    box.finished.connect(lambda _code: deeds.get(box.clickedButton(), deeds[stay])())
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def tell_if_damaged(
    over: QWidget | None, database: Path, alone: Callable[..., None], read: Callable[[], None],
    other: Callable[[], None], leave: Callable[[], None], *, inside: bool,
) -> bool:  # fmt: skip
    """Whether a base that is not open is damaged: it is then told. `inside`: its header is sound."""
    found = (trouble_inside if inside else trouble)(database)
    if found is None:
        return False
    tell_damage(
        over, database, found, alone=lambda *told: alone(database, *told),
        read=read if found.kind == "cut" else None, other=other, leave=leave,
    )  # fmt: skip
    return True


def repair(database: Path, alone: Alone) -> None:
    """Save it into a new file that takes its place; the damaged one keeps another name beside."""
    say = QCoreApplication.translate

    def work(progress: Progress) -> None:
        from desktop.flow.repair import CannotRepair, default_out, put_in_place, repair, report_place
        from desktop.flow.soundness import Stopped
        from desktop.ui.refusing import Refusal

        out = default_out(database)
        try:
            repair(database, out, author=say("repair", "réparation"), tell=progress)
        except Stopped as wish:
            raise Cancelled from wish
        except CannotRepair as refusal:
            raise Refusal(str(refusal)) from refusal
        put_in_place(out, database)
        report_place(out).replace(report_place(database))

    title = say("repair", "Réparation de «\u00a0{0}\u00a0»").format(database.name)
    about = say(
        "repair",
        "Le fichier abîmé est lu page à page et gardé tel quel sous un autre nom. Une base neuve prend sa "
        "place, avec un rapport à côté.",
    )
    alone(title, work, about)


def put_back(database: Path, copy: Path, alone: Alone) -> None:
    """Put a copy in the place of a base, which is kept."""

    def work(_progress: Progress) -> None:
        from db.backup import BadCopy
        from db.lock import Lock
        from desktop.flow.copies import put_back
        from desktop.ui.refusing import Refusal

        lock = Lock(database, "restauration", "poste")
        try:
            put_back(copy, database)
        except BadCopy as refusal:
            raise Refusal(str(refusal)) from refusal
        finally:
            lock.release()

    say = QCoreApplication.translate
    title = say("copies", "Reprise de la copie «\u00a0{0}\u00a0»").format(copy.name)
    about = say("copies", "La base est gardée d’abord, puis la copie choisie, relue, prend sa place.")
    alone(title, work, about)
