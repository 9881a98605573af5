"""A deed tried from the window: what refuses it is told in the banner, and a missing reason is asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:  # SQLAlchemy comes after the first paint
    from db.store import Done
    from desktop.ui.office import Office

_say = QCoreApplication.translate


def tried(office: Office, deed: Callable[[str], Done], motive: str = "") -> Done | None:
    """`deed(motive)` and the refresh of the screens; None when it was refused, with nothing written."""
    if office.at_work.shut:
        words = _say("office", "Cette base est ouverte en lecture seule\u00a0: rien n’a été enregistré.")
        office.told.emit(words, "warn")
        return None
    from db.reasons import ReasonWanted
    from db.trouble import is_busy, sentence
    from db.undo import CannotUndo

    try:
        done = deed(motive)
    except ReasonWanted as asked:
        if not motive and (given := office.ask_motive(str(asked), asked.dossiers)):
            return tried(office, deed, given)
        office.told.emit(_say("office", "{0} Rien n’a été enregistré.").format(asked), "warn")
        return None
    except (ValueError, CannotUndo) as refusal:
        office.told.emit(str(refusal), "warn")
        return None
    except Exception as error:
        if is_busy(error) and office.wait_free():
            return tried(office, deed, motive)
        logging.getLogger(__name__).exception("a verb failed")
        words = _say(
            "office",
            "L’enregistrement a échoué ({0}). Rien n’a été modifié\u00a0: vérifiez que le disque n’est ni "
            "plein ni débranché, puis recommencez.",
        )
        office.told.emit(sentence(error) or words.format(error), "bad")
        return None
    office.after(done)
    return done
