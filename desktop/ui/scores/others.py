"""What other people gave: hidden until one's own scores are closed, then criterion by criterion."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.flow.readings import Scores, change_words
from desktop.rules.scores import Reading, counted, gaps, mean, said, total, word
from desktop.ui.fields import SectionTitle
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.tongue import plural

_WIDE = 2  # steps of the scale from which a gap is worth a word


class Others(QWidget):
    """A line a criterion with each reader's value, the gaps in words, and earlier values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = SectionTitle(self.tr("Autres lectures"))
        self.notice = Notice()
        self.readers = Rows(
            self.tr("Autres lectures"),
            [(self.tr("Qui"), 160), (self.tr("Note"), 90), (self.tr("Écarts avec la mienne"), 0)],
        )
        self.history_title = SectionTitle(self.tr("Notes changées"))
        self.history = Rows(self.tr("Notes changées"), [(self.tr("Quand, qui"), 200), (self.tr("Quoi"), 0)])
        self.mean = text(bold=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        for part in (self.title, self.notice, self.readers, self.mean, self.history_title, self.history):
            column.addWidget(part)

    def show_scores(self, found: Scores, person: str) -> None:
        """Show what may be seen now."""
        scale = found.scale
        hidden = not found.open
        others = [one for one in found.others if one.author != person]
        self.setVisible(bool(others or found.earlier))
        self.title.setVisible(bool(others))
        count = len(others)
        self.notice.tell(
            self.tr("{0} {1}\u00a0: leurs notes se montreront quand la vôtre sera close.").format(
                count, plural(count, "autre personne a lu ce dossier", "autres personnes ont lu ce dossier")
            )
            if hidden and others
            else ""
        )
        self.readers.setVisible(bool(others) and not hidden)
        self.readers.setFixedHeight(36 + 30 * max(1, count))
        self.readers.show_lines([] if hidden else [self._line(found, one) for one in others])
        together = mean(found.rules, found.everyone, scale)
        heads = len(counted(found.everyone))
        self.mean.setVisible(not hidden and heads > 1)
        self.mean.setText(self.tr("Moyenne de {0} lectures closes\u00a0: {1}").format(heads, said(together)))
        titles = {row.code: row.title for row in found.criteria}
        lines = [
            Line(
                (
                    f"{row.at[8:10]}/{row.at[5:7]} {row.at[11:16]}, {row.author}",
                    change_words(row, titles, scale),
                ),
                "neutral",
                row,
            )
            for row in found.earlier
        ]
        self.history_title.setVisible(bool(lines))
        self.history.setVisible(bool(lines))
        self.history.setFixedHeight(36 + 30 * min(5, max(1, len(lines))))
        self.history.show_lines(lines)

    def _line(self, found: Scores, one: Reading) -> Line:
        role = self.tr(" (second regard)") if found.roles.get(one.author) == "second" else ""
        if one.withdrawn:
            return Line(
                (one.author + role, "–", self.tr("intérêt déclaré\u00a0: ne compte pas")), "warn", one
            )
        if one.state == "abstained":
            return Line((one.author + role, "–", self.tr("s’est abstenu")), "warn", one)
        score = said(total(found.rules, one.given, found.scale))
        return Line((one.author + role, score, self._gap_words(found, one)), "neutral", one)

    def _gap_words(self, found: Scores, one: Reading) -> str:
        if found.mine is None or found.mine.state != "final":
            return ""
        wide = [(rule, gap) for rule, gap in gaps(found.rules, found.mine, one) if gap >= _WIDE]
        if not wide:
            return self.tr("aucun écart de plus d’un degré")
        scale, mine = found.scale, found.mine
        return " ; ".join(
            f"{rule.title} : {word(mine.given[rule.code].value, scale)} "
            f"contre {word(one.given[rule.code].value, scale)}"
            for rule, _ in wide
        )
