"""The question before a person is erased, and the words that tell what went and what the law keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.keeping.ask_dialog import Asked, KeepingDialog
from desktop.ui.office import Office
from desktop.ui.opinions.papers import MailDialog
from desktop.ui.runner import Progress

if TYPE_CHECKING:
    from desktop.flow.persons import Found

Tell = Callable[[str, str], None]
_TOUCHED = frozenset({"contact", "project_member", "annotation", "section", "partner", "dossier", "opinion"})


def ask_erase(
    over: QWidget, office: Office, found: Found, tell: Tell, then_look: Callable[[], object]
) -> None:
    """Tell what would go and what would stay, ask why, then erase beside the window."""
    say = QCoreApplication.translate
    fates = Counter(one.ruling.fate for one in found.held if one.sure)
    words = say(
        "keeping",
        "Effacé à {0} endroits, nom couvert à {1}, gardé à {2}\u00a0: la décision, les pièces comptables et "
        "les actes restent jusqu’à leur terme (RGPD, art. 17.3). Un homonyme possible n’est pas touché. Rien "
        "ne pourra être repris.",
    ).format(fates["erase"] + fates["part"], fates["cover"], fates["keep"])

    def then(told: dict[str, Any]) -> str:
        if not told["because"].strip():
            return say("keeping", "Un effacement demande une raison. Rien n’a été effacé.")
        _erase(over, office, found, told["because"], tell, then_look)
        return ""

    fields = [Asked("because", say("keeping", "&Raison\u00a0:"), say("keeping", "Demande de la personne"))]
    deed = say("keeping", "Effacer définitivement")
    title = say("keeping", "Effacer les données d’une personne")
    KeepingDialog(over, title, words, fields, deed, then, icon="trash-2").open()


def _erase(
    over: QWidget, office: Office, found: Found, because: str, tell: Tell,
    then_look: Callable[[], object],
) -> None:  # fmt: skip
    store, sought = office.store, found.sought

    def work(progress: Progress) -> tuple[str, str]:
        from desktop.flow.person_deeds import erase_person
        from desktop.flow.person_papers import answer_words
        from desktop.flow.satchel_paper import office_of

        try:
            done = store.do(erase_person, person=sought.name, email=sought.email, because=because).value
        except ValueError as refusal:  # its French sentence: nothing was erased
            return str(refusal), ""
        return "", answer_words(found, done, office_of(progress.session), "erase")

    def done(answer: tuple[str, str]) -> None:
        refusal, words = answer
        say = QCoreApplication.translate
        tell(refusal or say("keeping", "Effacé là où la loi le permet."), "warn" if refusal else "good")
        if not refusal:
            office.heed(_TOUCHED)
            then_look()
            told = say(
                "keeping", "Ces mots disent à la personne ce qui est parti et ce qui reste, et pourquoi."
            )
            MailDialog(over, say("keeping", "Réponse à la personne"), told, words).open()

    title = QCoreApplication.translate("keeping", "Effacer les données d’une personne")
    office.runner.run(work, done, lambda words: tell(words, "bad"), title)
