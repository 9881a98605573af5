"""Questions asked faster than they can be answered: only the last one is, and nothing hangs."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.ui.list.seeker import Answer, Question, Seeker
from tests.ui.shelf import filled


def question(words: str) -> Question:
    tree = ("and", [("word", words)] if words else [])
    return Question(tree, tree, "number", False, words)


def test_the_last_question_is_answered(tmp_path: Path, qtbot: QtBot) -> None:
    store = filled(tmp_path)
    seeker = Seeker(store.path)
    answers: list[Answer] = []
    seeker.answered.connect(answers.append)
    for _ in range(40):
        for end in range(1, 6):
            seeker.ask(question("livre"[:end]))
    qtbot.waitUntil(lambda: bool(answers) and answers[-1].question == question("livre"))
    assert len(answers[-1].ids) == 1 and answers[-1].sums.dossiers == 1
    assert [hit.ent for hit in answers[-1].hits] == ["dossier"]
    assert sum(answers[-1].overall.values()) == 6
    seeker.close()
    store.close()


def test_a_long_question_is_interrupted_by_the_next(tmp_path: Path, qtbot: QtBot) -> None:
    store = filled(tmp_path)
    with store.write_raw() as raw:  # a view that never ends stands for a table of a hundred thousand rows
        raw.execute("ALTER TABLE decision RENAME TO kept")
        raw.execute(
            "CREATE VIEW decision AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT k.* FROM n CROSS JOIN kept k"
        )
    seeker = Seeker(store.path)
    answers: list[Answer] = []
    seeker.answered.connect(answers.append)
    seeker.ask(Question(("term", "outcome", "=", "granted"), ("and", []), "number", False))
    qtbot.waitUntil(lambda: seeker._reader is not None)
    with store.write_raw() as raw:
        raw.execute("DROP VIEW decision")
        raw.execute("ALTER TABLE kept RENAME TO decision")
    seeker.ask(question(""))
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert answers[0].question == question("") and len(answers[0].ids) == 6
    seeker.close()
    store.close()


def test_closing_ends_the_thread(tmp_path: Path) -> None:
    store = filled(tmp_path)
    seeker = Seeker(store.path)
    seeker.ask(question("livre"))
    seeker.close()
    assert seeker._thread is not None and not seeker._thread.is_alive()
    store.close()
