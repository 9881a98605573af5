"""The questions of a convention: with whom and how long, signed when, its sums, its amendment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QSpinBox, QWidget

from db.queries.agreement_shapes import AgreementRow, AmendmentRow, PartyRow
from desktop.ui.agreements.forms import Form, Sums
from desktop.ui.agreements.words import day
from desktop.ui.fields import AutoText, DateField
from desktop.ui.intake.parts import text
from desktop.ui.money.picking import pick


class ConventionForm(Form):
    """With whom, from when to when, for what."""

    def __init__(self, over: QWidget, parties: Sequence[PartyRow], row: AgreementRow | None = None) -> None:
        super().__init__(
            over, "agreement",
            over.tr("Modifier la convention") if row else over.tr("Nouvelle convention"),
            over.tr("Enregistrer"),
        )  # fmt: skip
        named = [(f"{one.name} ({one.city})" if one.city else one.name, one.id) for one in parties]
        self.applicant = self.combo(self.tr("Porteur"), named)
        self.applicant.setEditable(True)
        typed = self.applicant.lineEdit()
        assert typed is not None  # it can be typed in
        typed.setAccessibleName(self.tr("Porteur"))
        self.applicant.setInsertPolicy(self.applicant.InsertPolicy.NoInsert)
        found = QCompleter(self.applicant.model(), self.applicant)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.applicant.setCompleter(found)
        self.name = self.line(self.tr("Intitulé"), row.title if row else "")
        self.starts, self.ends = DateField(self.tr("Premier jour")), DateField(self.tr("Dernier jour"))
        self.purpose = AutoText(self.tr("Objet"), lines=3)
        self.purpose.setPlaceholderText(self.tr("Ce que la convention soutient, en une ou deux phrases"))
        self.regrant = QCheckBox(self.tr("Le porteur peut &reverser à d’autres (CGCT L1611-4)"))
        self.months = QSpinBox()
        self.months.setRange(1, 24)
        self.months.setSuffix(self.tr(" mois"))
        self.months.lineEdit().setTextMargins(7, 0, 7, 0)
        self.months.setAccessibleName(self.tr("Alerte avant la fin, en mois"))
        self._lay_out()
        self._fill(row)

    def _lay_out(self) -> None:
        for words, field in (
            (self.tr("&Porteur\u00a0:"), self.applicant), (self.tr("&Intitulé\u00a0:"), self.name),
            (self.tr("&Du\u00a0:"), self.starts), (self.tr("&Au\u00a0:"), self.ends),
            (self.tr("&Objet\u00a0:"), self.purpose), ("", self.regrant),
            (self.tr("A&lerte avant la fin\u00a0:"), self.months),
        ):  # fmt: skip
            self.form.addRow(words, field)

    def _fill(self, row: AgreementRow | None) -> None:
        year = dt.date.today().year
        self.starts.set_day(day(row.starts_on) if row else dt.date(year, 1, 1))
        self.ends.set_day(day(row.ends_on) if row else dt.date(year + 2, 12, 31))
        self.months.setValue(row.alert_months if row else 6)
        if row is None:
            self.applicant.setCurrentIndex(-1)
            self.applicant.setPlaceholderText(self.tr("Tapez quelques lettres"))
            return
        pick(self.applicant, row.applicant_id)
        self.applicant.setEnabled(False)
        self.purpose.set_text(row.purpose)
        self.regrant.setChecked(bool(row.regrant))
        for field in (self.starts, self.ends, self.regrant):
            field.setEnabled(row.state == "draft")

    def party(self) -> bytes | None:
        """The applicant chosen, None when what is typed names nobody."""
        at = self.applicant.findText(self.applicant.currentText(), Qt.MatchFlag.MatchFixedString)
        found: bytes | None = self.applicant.itemData(at) if at >= 0 else None
        return found


class SumsForm(Form):
    """What each funder promises each year, while the convention is a draft."""

    def __init__(
        self, over: QWidget, row: AgreementRow, years: Sequence[int],
        funders: Sequence[tuple[bytes, str]], others: Sequence[tuple[bytes, str]],
        amounts: Mapping[tuple[int, bytes], int | None],
    ) -> None:  # fmt: skip
        super().__init__(
            over, "promises", over.tr("Montants promis, {0}").format(row.number), over.tr("Enregistrer"),
            over.tr("Un champ vide ne promet rien."),
        )  # fmt: skip
        self.sums = Sums(years, funders, others, amounts)
        self.setMinimumWidth(250 + 120 * len(years))
        self.column.insertWidget(1, self.sums)


class SignForm(Form):
    """The day, the deliberation, the scan."""

    def __init__(self, over: QWidget, title: str) -> None:
        super().__init__(over, "signing", title, over.tr("Signer"))
        self.when, self.act_on = DateField(self.tr("Signée le")), DateField(self.tr("Délibération du"))
        self.when.set_day(dt.date.today())
        self.act = self.line(self.tr("Délibération n°"))
        self.form.addRow(self.tr("&Signée le\u00a0:"), self.when)
        self.form.addRow(self.tr("&Délibération n°\u00a0:"), self.act)
        self.form.addRow(self.tr("D&u\u00a0:"), self.act_on)

    def faults(self) -> str:
        return super().faults() or ("" if self.when.day() else self.tr("Dites le jour de la signature."))


class AmendmentForm(Form):
    """What an amendment changes: sums, end, words; nothing changes before it is signed."""

    def __init__(
        self, over: QWidget, row: AgreementRow, years: Sequence[int],
        funders: Sequence[tuple[bytes, str]], others: Sequence[tuple[bytes, str]],
        amounts: Mapping[tuple[int, bytes], int | None],
        told: AmendmentRow | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            over, "amendment", over.tr("Avenant à la convention {0}").format(row.number),
            over.tr("Enregistrer l’avenant"),
            over.tr("Changez les montants ou la fin\u00a0: rien ne s’applique avant la signature."),
        )  # fmt: skip
        self.name = self.line(self.tr("Objet de l’avenant"), told.title if told else "")
        self.ends = DateField(self.tr("Nouvelle fin"))
        self.ends.set_day(day((told.ends_on if told else None) or row.ends_on))
        self.body = AutoText(self.tr("Texte"), lines=4)
        self.body.set_text(told.body if told else "")
        self.body.setPlaceholderText(self.tr("Ce qui change aux engagements, et pourquoi"))
        self.sums = Sums(years, funders, others, amounts)
        self.setMinimumWidth(250 + 120 * len(years))
        self.form.addRow(self.tr("&Objet\u00a0:"), self.name)
        self.form.addRow(self.tr("&Fin de la convention\u00a0:"), self.ends)
        self.form.addRow(self.tr("&Texte\u00a0:"), self.body)
        self.column.insertWidget(2, self.sums)
        self.note = text(self.tr("Une année ajoutée reçoit ses montants ici même."), caption=True)
        self.column.insertWidget(3, self.note)
