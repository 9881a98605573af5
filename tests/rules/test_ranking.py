"""Ranks by score, and those that hang on one weight or one reader."""

from __future__ import annotations

import random
import time
from fractions import Fraction

from desktop.rules.ranking import Grid, Scored, by_hand, cause, fragile, moved, ranks, why
from desktop.rules.scores import Given as Value
from desktop.rules.scores import Rule, total

GRID = Grid(
    "G", [Rule("A", "Public", 50), Rule("B", "Budget", 50), Rule("C", "Éliminatoire", 0, True)], "points"
)
GRIDS = {"G": GRID}


def scored(number: str, *readings: tuple[str, int, int], last: int = 5) -> Scored:
    given = {who: {"A": a, "B": b, "C": last} for who, a, b in readings}
    return Scored(number.encode(), number, "G" if readings else "", given)


def test_best_first_then_eliminated_then_without_a_score() -> None:
    rows = [
        scored("1"), scored("2", ("x", 5, 5), last=0), scored("3", ("x", 2, 2)),
        scored("4", ("x", 4, 4), ("y", 5, 5)),
    ]  # fmt: skip
    told = ranks(rows, GRIDS)
    assert [(one.key, one.rank) for one in told] == [(b"4", 1), (b"3", 2), (b"2", 3), (b"1", 4)]
    assert told[0].score == 90 and told[2].out == ("Éliminatoire",) and told[3].score is None


def test_the_score_is_that_of_the_scoring_sheet() -> None:
    [rank] = ranks([scored("1", ("x", 3, 4))], GRIDS)
    given = {code: Value(value) for code, value in {"A": 3, "B": 4, "C": 5}.items()}
    assert rank.score == total(GRID.rules, given, "points") == Fraction(70)


def test_a_rank_that_hangs_on_a_weight_is_told() -> None:
    rows = [scored("1", ("x", 5, 2)), scored("2", ("x", 2, 4)), scored("3", ("x", 0, 0))]
    assert fragile(rows, GRIDS, 2) == {}
    found = fragile([scored("1", ("x", 5, 2)), scored("2", ("x", 2, 5)), scored("3", ("x", 0, 0))], GRIDS, 1)
    assert set(found) == {b"1", b"2"}, "level, and turned by any weight"
    assert any("« Public » pèse 20 % de moins" in words for words in found[b"1"])
    assert any("égalité" in words for words in found[b"2"])


def test_a_rank_that_hangs_on_one_reader_is_told_by_name() -> None:
    rows = [
        scored("1", ("x", 5, 5), ("y", 1, 1)),
        scored("2", ("y", 3, 3), ("x", 2, 2)),
        scored("3", ("x", 0, 0)),
    ]
    found = fragile(rows, GRIDS, 1)
    assert "passe sous la ligne sans la lecture de x" in found[b"1"]
    assert "passe au-dessus de la ligne sans la lecture de x" in found[b"2"]
    assert b"3" not in found


def test_a_dossier_read_once_keeps_its_only_reading() -> None:
    rows = [scored("1", ("x", 5, 5)), scored("2", ("y", 3, 3)), scored("3", ("x", 0, 0))]
    assert fragile(rows, GRIDS, 1) == {}


def test_no_line_or_a_line_beyond_the_last_marks_nothing() -> None:
    rows = [scored("1", ("x", 5, 2)), scored("2", ("x", 2, 5))]
    assert fragile(rows, GRIDS, 0) == {} == fragile(rows, GRIDS, 2)


def test_stopping_gives_what_was_found() -> None:
    rows = [scored("1", ("x", 5, 2)), scored("2", ("x", 2, 5))]
    assert set(fragile(rows, GRIDS, 1, going=lambda: False)) == {b"1", b"2"}, "the tie, no trial"


def test_whole_numbers_rank_as_fractions_do() -> None:
    rng = random.Random(4)
    other = Grid("H", [Rule("A", "Autre", 7), Rule("D", "Dernier", 3)], "letters")
    rows = [
        Scored(bytes([n]), f"{n:03d}", "GH"[n % 2], {
            f"r{k}": {c: rng.randrange(6 if n % 2 == 0 else 4) for c in ("ABC", "AD")[n % 2]}
            for k in range(1 + n % 3)
        })
        for n in range(40)
    ]  # fmt: skip
    grids = {
        "G": Grid("G", [Rule("A", "P", 50), Rule("B", "B", 30), Rule("C", "E", 20)], "points"),
        "H": other,
    }
    order = ranks(rows, grids)
    assert [one.score for one in order] == sorted((one.score for one in order), reverse=True)
    heavier = {"G": grids["G"], "H": other._replace(rules=[Rule("A", "Autre", 7), Rule("D", "Dernier", 3)])}
    heavier["G"] = grids["G"]._replace(rules=[Rule("A", "P", 60), Rule("B", "B", 30), Rule("C", "E", 20)])
    cut = 15
    above = {one.key for one in ranks(rows, heavier)[:cut]}
    crossed = {one.key for one in order[:cut]} ^ above
    told = {
        key
        for key, words in fragile(rows, grids, cut).items()
        if any("« P » pèse 20 % de plus" in w for w in words)
    }
    assert told == crossed


def test_ranks_made_by_hand_and_moved() -> None:
    assert by_hand([b"a", b"b", b"c"], [b"c", b"x", b"a"]) == [b"c", b"a", b"b"]
    assert moved([b"a", b"b", b"c"], b"c", 0) == [b"c", b"a", b"b"]
    assert moved([b"a", b"b", b"c"], b"a", 9) == [b"b", b"c", b"a"]


def test_reasons_are_told_in_one_sentence() -> None:
    assert why([]) == ""
    assert why(["passe sous la ligne si a"]) == "Passe sous la ligne si a."
    assert cause(["passe sous la ligne sans la lecture de B"]) == "Sans la lecture de B" and cause([]) == ""
    assert why(["a", "b", "c", "d", "e"]) == "A ; b ; c ; et 2 autres essais."


def test_five_hundred_dossiers_are_tried_at_once() -> None:
    rng = random.Random(1)
    rules = [Rule(f"N{n}", f"Critère {n}", rng.randrange(5, 20)) for n in range(9)]
    rows = [
        Scored(n.to_bytes(2), f"{n:04d}", "G", {
            who: {rule.code: rng.randrange(6) for rule in rules} for who in rng.sample("abcd", 2)
        })
        for n in range(500)
    ]  # fmt: skip
    start = time.process_time()
    assert fragile(rows, {"G": Grid("G", rules, "points")}, 200)
    assert time.process_time() - start < 2, "some tens of milliseconds on a usual machine"
