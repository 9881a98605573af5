"""The way of one file through the import: what is known of it at each step, and the works that go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.ui.intake.history_words import came_of
from desktop.ui.intake.queue import Entry, Queue
from desktop.ui.intake.reference_work import draw_quarters, load_extract, loaded_words
from desktop.ui.intake.work import Choice, FormChoice, Import, Look, Trial, look, take_back, try_out, write
from desktop.ui.office import Office
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from desktop.exchange.reference_files import Extract
    from desktop.flow.refer import Loaded

FILE, COLUMNS, PROBLEMS, SUMMARY = range(4)


class Journey(QObject):
    """Runs the works beside the window; whatever fails leaves the base as it was, with a sentence."""

    arrived = Signal(int)  # at a step
    told = Signal()  # something to say has changed

    def __init__(self, office: Office, queue: Queue, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._queue = office, queue
        self.entry: Entry | None = None
        self.call: bytes | None = None
        self.busy = False
        self._forget()

    def _forget(self) -> None:
        self.look: Look | None = None
        self.trial: Trial | None = None
        self.result: Import | None = None
        self.undone = self.undoable = False
        self.sentence, self.failed = "", False
        self._choice: Choice | FormChoice | None = None
        self._stale = False

    def set_call(self, call: bytes | None) -> None:
        """For which call the applications are; None leaves it to the file."""
        self.call = call

    # Step 1 to 2

    def open_next(self) -> None:
        """Read the next file; one that can't be read says why on its card and leaves its turn."""
        self._forget()
        entry = self._queue.next()
        if entry is None:
            self.arrived.emit(FILE)
            return
        entry.state, entry.sentence = "open", ""
        self.entry = entry
        self._run(
            lambda progress: look(entry.path, progress),
            self._looked,
            self.tr("Lire «\u00a0{0}\u00a0»").format(entry.path.name),
        )

    def _looked(self, found: Look) -> None:
        entry = self.entry
        assert entry is not None  # it was being read
        if found.extract is not None:
            self._load(found.extract)
            return
        if not found.refusal:
            self.look = found
            self.arrived.emit(COLUMNS)
            return
        entry.state, entry.sentence = "unreadable", found.refusal
        entry.to_key_in = found.to_key_in
        self.entry = None
        if self._queue.waiting():
            self._office.told.emit(found.refusal, "warn")  # its card is left behind
            self.open_next()
        else:
            self.arrived.emit(FILE)

    def _load(self, extract: Extract) -> None:
        """A public extract goes to the reference at once: it touches no dossier; its card says what came."""
        self._run(
            lambda progress: load_extract(self._office.path, extract, progress),
            self._loaded,
            self.tr("Charger «\u00a0{0}\u00a0» dans la base de référence").format(extract.path.name),
        )

    def _loaded(self, loaded: Loaded) -> None:
        entry, self.entry = self.entry, None
        if entry is not None:
            entry.state, entry.sentence = "imported", loaded_words(loaded)
            self._office.file_imported.emit(entry.path)
        if loaded.kind == "qpv":
            draw_quarters(self._office)
        self._office.changed.emit(frozenset({"reference"}), frozenset())
        if self._queue.waiting():
            self.open_next()
        else:
            self.arrived.emit(FILE)

    def set_aside(self) -> None:
        """Leave this file for later, unread; it goes to the end of the queue."""
        if self.entry is not None:
            self._queue.remove(self.entry)
            self.entry.state = "waiting"
            self._queue.entries.append(self.entry)
            self.entry = None
        self._forget()

    # Step 2 to 3

    def try_out(self, choice: Choice | FormChoice | None) -> None:
        """The dry run, with these columns."""
        found, store = self.look, self._office
        assert found is not None  # step 2 shows it
        self._choice, call = choice, self.call
        self._run(
            lambda progress: try_out(store.store, found, choice, call, progress),
            self._tried,
            self.tr("Essayer «\u00a0{0}\u00a0»").format(found.path.name),
        )

    def _tried(self, trial: Trial) -> None:
        self.trial, self._stale = trial, False
        self.arrived.emit(PROBLEMS)

    def changed_elsewhere(self) -> None:
        """The base changed since the dry run: it is made again before anything is written."""
        if self.trial is not None and self.result is None and not self.busy:
            self._stale = True

    # Step 4

    def write(self) -> None:
        """Import, or try again first when the base has changed meanwhile."""
        trial, call = self.trial, self.call
        assert trial is not None  # step 4 shows it
        if self._stale:
            self.sentence = self.tr("La base a changé depuis l’essai\u00a0: voici ce que donnerait l’import.")
            self._office.told.emit(self.sentence, "neutral")
            self.try_out(self._choice)
            return
        self._run(
            lambda progress: write(self._office.store, trial, call, progress),
            self._written,
            self.tr("Importer «\u00a0{0}\u00a0»").format(trial.read.path.name),
        )

    def _written(self, result: Import) -> None:
        self.result = result
        self.undoable = result.done.written is not None
        counts, past = result.trial.figures["dossiers"], result.trial.figures.get("history")
        words = self.tr("{0} {1}, {2} mis à jour, {3} {4}, {5} {6}.").format(
            counts["new"], plural(counts["new"], "nouveau", "nouveaux"), counts["changed"],
            counts["same"], plural(counts["same"], "inchangé"),
            counts["refused"], plural(counts["refused"], "refusé"),
        )  # fmt: skip
        if past:
            words = came_of(past) if not counts["read"] else f"{words} {came_of(past)}"
        if self.entry is not None:
            self.entry.state, self.entry.sentence = "imported", words
            self._office.file_imported.emit(self.entry.path)
        self._office.after(result.done)
        self.arrived.emit(SUMMARY)

    def fill(self) -> None:
        """Fill in what is empty from the reference, as the summary offered."""
        from desktop.flow.verify import fill

        if self.result is not None and self.result.filling:
            done = self._office.do(fill, values=self.result.filling)
            if done is not None:
                self.result = self.result._replace(filling={})
                self._office.told.emit(
                    self.tr("{0} champs complétés. Ctrl+Z l’annule.").format(done.value), "good"
                )
                self.arrived.emit(SUMMARY)

    def undo(self) -> None:
        """Take the import back."""
        self._run(
            lambda _progress: take_back(self._office.store), self._taken_back, self.tr("Annuler l’import")
        )

    def _taken_back(self, done: Any) -> None:
        self.undone, self.undoable = True, False
        if self.entry is not None:
            self.entry.state = "undone"
            self.entry.sentence = self.tr("L’import a été annulé\u00a0: la base est comme avant.")
        self._office.after(done)
        self.arrived.emit(SUMMARY)

    def undo_is(self, label: str) -> None:
        """What Undo would do now: the import only while it is the last thing done here."""
        if self.result is None or self.result.done.written is None or self.undone:
            return
        self.undoable = label == self.result.done.written.label
        self.told.emit()

    # Works

    def _run(self, work: Any, done: Any, title: str) -> None:
        self.busy, self.sentence, self.failed = True, "", False
        self.told.emit()

        def after(result: Any) -> None:
            self.busy = False
            done(result)

        self._office.runner.run(work, after, self._failed, title)

    def _failed(self, sentence: str) -> None:
        self.busy, self.failed, self.sentence = False, True, sentence
        self._office.told.emit(sentence, "warn")
        if self.look is None and self.entry is not None:
            self.entry.state = "waiting"
            self.entry = None
        self.told.emit()
