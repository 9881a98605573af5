"""A quote is found again after changes elsewhere, and not found once it is gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.anchor import Span, around, locate

TEXT = (
    "L’association propose, au pied des immeubles, des séances de lecture hebdomadaires pour les enfants "
    "de 3 à 12 ans et leurs parents. Les bibliothécaires de rue viennent avec des caisses de livres "
    "et restent deux heures, quel que soit le temps, de mars à novembre. "
    "Les familles rencontrées ne fréquentent ni la médiathèque ni le centre social : "
    "l’action vise à créer un rendez-vous régulier, "
    "sans inscription et gratuit."
)
QUOTE = "séances de lecture hebdomadaires pour les enfants de 3 à 12 ans"
AT = TEXT.index(QUOTE)
BEFORE, AFTER = around(TEXT, AT, AT + len(QUOTE))

letters = st.text("abcdé \n.,’", max_size=60)


def test_at_its_place() -> None:
    assert locate(TEXT, QUOTE, AT, BEFORE, AFTER) == Span(AT, AT + len(QUOTE))


@given(letters, letters)
def test_insertions_elsewhere_never_lose_the_quote(head: str, tail: str) -> None:
    found = locate(head + TEXT + tail, QUOTE, AT, BEFORE, AFTER)
    assert found == Span(AT + len(head), AT + len(head) + len(QUOTE))


@given(st.integers(0, len(TEXT)), letters)
def test_an_insertion_outside_the_quote_gives_the_exact_words_back(at: int, inserted: str) -> None:
    if AT < at < AT + len(QUOTE):
        at = AT
    changed = TEXT[:at] + inserted + TEXT[at:]
    found = locate(changed, QUOTE, AT, BEFORE, AFTER)
    assert found is not None and found.exact
    assert changed[found.start : found.end] == QUOTE


@given(st.integers(0, len(TEXT) - 40), st.integers(10, 40), letters, letters)
def test_any_passage_is_found_among_its_twins_by_its_context(
    start: int, size: int, head: str, tail: str
) -> None:
    quote = TEXT[start : start + size]
    if not quote.strip():
        return
    before, after = around(TEXT, start, start + size)
    changed = f"{quote} {head}{TEXT}{tail} {quote}"
    found = locate(changed, quote, start, before, after)
    assert found is not None and changed[found.start : found.end] == quote
    if len(before) + len(after) > 40:
        assert found.start == len(quote) + 1 + len(head) + start


def test_the_removed_quote_is_gone() -> None:
    gone = TEXT.replace(QUOTE, "")
    assert locate(gone, QUOTE, AT, BEFORE, AFTER) is None
    assert locate("", QUOTE, AT) is None
    assert locate(TEXT, "   ", 3) is None


@given(st.lists(st.sampled_from(["lire", "jouer", "sortir", "marcher", "nager", "cuisiner"]), max_size=80))
def test_a_text_with_other_words_never_holds_the_quote(words: list[str]) -> None:
    assert locate(" ".join(words), QUOTE, AT, BEFORE, AFTER) is None


def test_small_changes_inside_the_quote_are_followed() -> None:
    for old, new in [
        ("hebdomadaires", "régulières"),
        ("les enfants", "tous les enfants"),
        ("de 3 à 12 ans", "de 3 à 11 ans"),
        ("séances", "Séances"),
        ("hebdomadaires ", ""),
    ]:
        changed = "Préambule ajouté. " + TEXT.replace(old, new, 1)
        found = locate(changed, QUOTE, AT, BEFORE, AFTER)
        assert found is not None and not found.exact
        said = changed[found.start : found.end]
        assert said.lower().startswith("séances") and said.endswith("ans")


def test_of_two_twins_without_context_the_nearer_one_is_meant() -> None:
    text = "un livre et un livre et un livre"
    assert locate(text, "livre", 17) == Span(15, 20)
    assert locate(text, "livre", 31) == Span(27, 32)


def test_a_short_word_among_strangers_is_another_passage() -> None:
    text = "Le goûter est offert. Plus loin, on parle de livre sans rapport."
    assert locate(text, "livre", 3, "un beau ", " relié") is None
    assert locate(text, "offert", 0, "goûter est ", ".") == Span(14, 20)


def test_a_long_text_is_searched_quickly_enough_to_type_on() -> None:
    said = "les enfants du quartier viennent lire avec leurs parents de mars à novembre sans inscription"
    words = said.split(" ")
    long = " ".join(words[(i * 7) % len(words)] for i in range(3_000))
    assert locate(long, "phrase tout autre sans rapport aucun ici", 0) is None
    changed = f"{long} {QUOTE.replace('hebdomadaires', 'mensuelles')} {long}"
    found = locate(changed, QUOTE, 0)
    assert found is not None and "mensuelles" in changed[found.start : found.end]
