"""The query language: what it understands, what it refuses, and that its text comes back whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.rules import query
from desktop.rules.query import And, Node, Not, Or, QueryError, Term, Word, describe, parse, to_text
from desktop.rules.query_fields import BY_NAME, FIELDS, ORDERED
from desktop.rules.query_suggest import suggest


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", And(())),
        ("vélo", Word("vélo")),
        ("QUARTIER:nord", Term("quarter", "=", "nord")),
        ("quarter:nord", Term("quarter", "=", "nord")),
        ("défi:4", Term("challenge", "=", "D04")),
        ("defi:D04", Term("challenge", "=", "D04")),
        ("défi:4>=2", Term("challenge", ">=", "D04", 2)),
        ("défi:11=fort", Term("challenge", "=", "D11", 3)),
        ("défi:réussite", Term("challenge", "=", "réussite")),
        ("étape:instruction", Term("stage", "=", "instruction")),
        ("etape:avis", Term("stage", "=", "opinion")),
        ("décision:refus", Term("outcome", "=", "refused")),
        ("décision:accord", Term("outcome", "=", "granted")),
        ("decision:aucune", Term("outcome", "=", "none")),
        ('porteur:"lire en bas"', Term("applicant", "=", "lire en bas")),
        ("porteur:« lire en bas »", Term("applicant", "=", "lire en bas")),
        ("demandé>23000", Term("asked", ">", 23_000_00)),
        ('demandé>="23 000,50 €"', Term("asked", ">=", 23_000_50)),
        ("proposé=0", Term("proposed", "=", 0)),
        ("proposé:aucun", Term("proposed", "=", "none")),
        ("coût≥5k", Term("cost", ">=", 5_000_00)),
        ("vague:1", Term("wave", "=", "1")),
        ("libellé:urgent", Term("label", "=", "urgent")),
        ("note:médiathèque", Term("note", "=", "médiathèque")),
        ("pièce:manquante", Term("piece", "=", "missing")),
        ("pièce:rib", Term("piece", "=", "rib")),
        ("déposé>2026-01-15", Term("deposited", ">", date(2026, 1, 15))),
        ("échéance<01/03/2026", Term("due", "<", date(2026, 3, 1))),
        ("agent:moi", Term("officer", "=", "me")),
        ("-quartier:nord", Not(Term("quarter", "=", "nord"))),
        ("sauf quartier:nord", Not(Term("quarter", "=", "nord"))),
        ("vélo-école", Word("vélo-école")),
        ("n°:2025-0107", Term("number", "=", "2025-0107")),
        ("a et b", And((Word("a"), Word("b")))),
        ("a ou b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a ou b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ('"ou"', Word("ou")),
        ("-(a ou b)", Not(Or((Word("a"), Word("b"))))),
    ],
)
def test_understood(text: str, node: Node) -> None:
    assert parse(text) == node
    assert parse(to_text(node)) == node


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("quartir:nord", 0, "quartier"),
        ("a (b", 2, "pas refermée"),
        ("a)", 1, "fermante"),
        ('porteur:"lire', 8, "guillemet"),
        ("demandé>beaucoup", 8, "montant"),
        ("exercice:vingt", 9, "nombre"),
        ("déposé>2026-02-30", 7, "date"),
        ("étape:lune", 6, "Reçu"),
        ("quartier:", 9, "valeur"),
        ("quartier: nord", 9, "valeur"),
        ("quartier>nord", 8, "ne se compare pas"),
        ("défi>2", 4, "quel défi"),
        ("défi:4>=énorme", 8, "niveau"),
        ("ou a", 0, "avant"),
        ("a ou", 4, "trop tôt"),
        ("sauf", 4, "trop tôt"),
        (":nord", 0, "avant"),
        ("a ! b", 2, "signe"),
        ("(" * 60 + "a" + ")" * 60, 50, "parenthèses"),
    ],
)
def test_refused_with_its_place(text: str, position: int, word: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert word in caught.value.sentence


@pytest.mark.parametrize("text", ["quartir:nord", "a (b", 'porteur:"lire', "porteur:« lire"])
def test_the_suggestion_can_be_typed_as_it_is(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert isinstance(parse(caught.value.suggestion), And | Term)


@settings(max_examples=300)
@given(st.text('aé:"()<>=!-«» oun4quartier', max_size=30))
def test_anything_typed_is_understood_or_refused_within_the_text(text: str) -> None:
    try:
        node = parse(text)
    except QueryError as fault:
        assert 0 <= fault.position <= len(text)
        assert fault.sentence.endswith((".", "?"))
    else:
        assert parse(to_text(node)) == node
        assert describe(node)


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
).filter(str.strip)
ops = st.sampled_from(["=", "!=", ">", ">=", "<", "<="])


def terms() -> st.SearchStrategy[Node]:
    found: list[st.SearchStrategy[Term]] = [
        st.builds(
            Term, st.just("challenge"), ops, st.integers(1, 11).map("D{:02d}".format), st.integers(0, 3)
        )
    ]
    values: dict[str, st.SearchStrategy[object]] = {
        "money": st.integers(-(10**12), 10**12),
        "number": st.integers(-(10**6), 10**6),
        "date": st.dates(date(1900, 1, 1), date(2999, 1, 1)),
        "text": st.sampled_from(["lire en bas", "l’été", 'dit "non"', "a\\b", "moi", "-x", "« ici »", "n°4"]),
    }
    for field in FIELDS:
        value = (
            st.sampled_from([c for c, _ in field.values])
            if field.values
            else values.get(field.kind, values["text"])
        )
        op = ops if field.kind in ORDERED else st.sampled_from(["=", "!="])
        if field.kind != "level" and field.code != "officer":
            found.append(st.builds(Term, st.just(field.code), op, value))
    return st.one_of(*found)


nodes = st.recursive(
    st.one_of(st.builds(Word, texts), terms()),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=4).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=4).map(tuple)),
    ),
    max_leaves=8,
)


@settings(max_examples=400)
@given(nodes)
def test_the_text_of_a_query_is_read_back_as_the_same_query(node: Node) -> None:
    assert parse(to_text(node)) == node


def test_sentences_of_the_chips() -> None:
    said = {
        "quartier:nord": "Quartier\u00a0: nord",
        "demandé>23000": "Demandé plus de 23\u202f000\u00a0€",
        "étape:avis": "Étape\u00a0: Avis demandés",
        "défi:4>=2": "Défi\u00a0: 4 au moins moyen",
        "échéance<2026-03-01": "Échéance avant le 01/03/2026",
        "-vague:1": "sauf Vague\u00a0: 1",
        "a (b ou c)": "«\u00a0a\u00a0» et («\u00a0b\u00a0» ou «\u00a0c\u00a0»)",
        "": "Tous les dossiers",
        "proposé:aucun": "Proposé\u00a0: aucun",
    }
    assert {text: describe(parse(text)) for text in said} == said


def test_the_tree_handed_to_the_cellar_is_plain() -> None:
    node = parse("vélo -(défi:4>=2 ou agent:moi) proposé:aucun déposé>2026-01-15 demandé>5")
    assert query.to_tree(node, me="A. Martin") == (
        "and",
        [
            ("word", "vélo"),
            ("not", ("or", [("term", "challenge", ">=", ("D04", 2)), ("term", "officer", "=", "A. Martin")])),
            ("term", "proposed", "=", None),
            ("term", "deposited", ">", "2026-01-15"),
            ("term", "asked", ">", 500),
        ],
    )


def test_no_word_names_two_fields() -> None:
    names = [name for field in FIELDS for name in field.names]
    assert len(names) == len(set(names))
    assert all(BY_NAME[query.fold(name)] is field for field in FIELDS for name in field.names)


def test_suggestions_of_fields_and_values() -> None:
    assert [s.text for s in suggest("qua", 3)] == ["quartier:"]
    assert [s.text for s in suggest("vélo dem", 8)] == ["demandé>"]
    assert [s.text for s in suggest("étape:av", 8)] == ['"Avis demandés"']
    values = {"quarter": ["Étouvie", "Amiens Nord", "Pierre Rollin"]}
    (found,) = suggest("quartier:nor a", 12, values)
    assert (found.start, found.end, found.text) == (9, 12, '"Amiens Nord"')
    assert [s.shown for s in suggest("-quartier:et", 12, values)] == ["Étouvie"]
    assert suggest("vélo ", 5) == [] and suggest("inconnu:x", 9) == []
    assert len(suggest("", 0)) == 8


@given(st.text('quartier:étape "n(-', max_size=15), st.data())
def test_every_suggestion_stays_inside_the_text(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    for found in suggest(text, cursor, {"quarter": ["Étouvie"]}):
        assert 0 <= found.start <= cursor <= found.end <= len(text)
