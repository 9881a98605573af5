"""Finds the template that a sentence was made from, and says it in the other language with its values."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

HOLE = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]")
_GAPS = str.maketrans({"\u00a0": " ", "\u202f": " "})
_TAG = re.compile(r"(<[^<>]+>)")
STRONG = 8  # letters of its own that make a template sure of itself, whatever stands in it
LABEL, SHORT = 16, 7  # words: a label with its value is not longer; one of single words is short
SURE = 12  # any length may stand in it when it begins with words of its own
NAME = 25  # characters: what is longer in a less sure template is somebody's sentence
WEAK = 4  # below, only figures may stand in it: « {0} au {1} »
LONGEST = 4000  # characters: beyond, it is a document of somebody
_GAP = "[ \u00a0\u202f]"
# Between sentences put one behind the other: whatever stands beside them…
_SURE = tuple(
    re.compile(f"({joint})")
    for joint in (r"\n+", f"{_GAP}[·—–|→›]{_GAP}", rf"(?<=[^A-Z. ][.!?…]){_GAP}(?![:;!?])")
)
# …and what people write too: all the parts must be ours.
_UNSURE = tuple(re.compile(f"({joint})") for joint in (f"{_GAP};{_GAP}", f"{_GAP}:{_GAP}", f",{_GAP}"))
_ASIDE = re.compile(rf"(.+?)({_GAP})\((.+)\)")
_COUNTED = re.compile(rf"([-−+]?\d(?:[\d,]|{_GAP}\d{{3}})*(?:{_GAP}?[€%])?)({_GAP})(.+)")
_QUOTED = re.compile(rf"«{_GAP}?(.+?){_GAP}?»")
_FIGURE = re.compile(r"[−+-]?€?\d|[A-Z]{1,4}-?\d|$")
_IN_QUOTES = re.compile(r"«[^«»]*»\.?")
_NUMBERED = re.compile(rf"(.+?)({_GAP}+)([-−+]?\d(?:[\d,]|{_GAP}\d{{3}})*(?:{_GAP}?[€%])?|\([\w+]+\))")
_SIGNS = re.compile(r"([^\w«“(<{\[&+−-]*)(.*?)([ \n↑↓▲▼▾]*)", re.DOTALL)
Value = Callable[[str, bool], "str | None"]


class Template(NamedTuple):
    """« {0} dossiers sur {1} » and its English, its holes in the order of the English."""

    whole: re.Pattern[str]
    english: str
    holes: tuple[str, ...]
    strength: int
    begins: bool  # with words of its own

    def fill(self, values: Iterable[str]) -> str:
        said = dict(zip(self.holes, values, strict=True))
        return HOLE.sub(lambda found: said.get(found[0], found[0]), self.english)


def flat(text: str) -> str:
    """The same with plain spaces: the typography of a sentence is not its sense."""
    return text.translate(_GAPS)


def template(french: str, english: str) -> Template:
    """What recognises this sentence, whatever its values."""
    holes: list[str] = []
    pieces, last = [], 0
    for found in HOLE.finditer(french):
        pieces.append(re.escape(french[last : found.start()]))
        if found[0] in holes:
            pieces.append(f"(?P=h{holes.index(found[0])})")
        else:
            pieces.append(f"(?P<h{len(holes)}>.*?)")  # never over the end of a line
            holes.append(found[0])
        last = found.end()
    pieces.append(re.escape(french[last:]))
    own = HOLE.sub(" ", french)
    letters = len(_LETTERS.findall(own)) + len(re.findall(r"[():;«»]", own))
    if len(_WORD.findall(own)) == 1:  # « Demander {0} » may be what somebody wrote
        letters = min(letters, STRONG - 1)
    return Template(re.compile("".join(pieces)), english, tuple(holes), letters, not french.startswith("{"))


def _whole_words(french: str) -> set[str]:
    """Its words that no value can grow into."""
    found = set()
    for word in _WORD.finditer(french):
        before, after = french[: word.start()][-1:], french[word.end() :][:1]
        if before not in ("}", "{") and after not in ("{", "}"):
            found.add(word[0])
    return found - set(_WORD.findall(" ".join(HOLE.findall(french))))


class Sentences:
    """Every sentence of the program; `value` says a value in turn, None when it is not ours, or, when all of
    it is asked for, not all ours."""

    def __init__(self, told: dict[str, str], value: Value) -> None:
        self._value = value
        self._exact = {flat(fr): en for fr, en in told.items() if not HOLE.search(fr)}
        open_ones = [(flat(fr), en) for fr, en in told.items() if HOLE.search(fr)]
        words = {french: _whole_words(french) for french, _ in open_ones}
        often = Counter(word for found in words.values() for word in found)
        self._by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for french, english in open_ones:
            rarest = min(words[french], key=lambda w: (often[w], -len(w), w), default="")
            self._by_word[rarest].append((french, english))
        self._made: dict[str, Template] = {}
        self._said = set(self._exact.values())  # what a screen has said in English before it came here

    def exact(self, text: str) -> str | None:
        """The sentence as it stands, or with its first letter or its last colon otherwise."""
        found = self._exact.get(text := flat(text))
        if found is not None or not text:
            return found
        if text.endswith(" :") and (found := self.exact(text[:-2])):
            return found + ":"
        if text[-1] in ".…" and len(text) > 3 and (found := self._exact.get(text[:-1])):
            return found + text[-1]
        if text.isupper() and len(text) > 3 and (found := self._exact.get(text.capitalize())):
            return found.upper()
        if text[0].isupper() and (found := self._exact.get(text[0].lower() + text[1:])):
            return found[0].upper() + found[1:]
        if text[0].islower() and (found := self._exact.get(text[0].upper() + text[1:])):
            return found[0].lower() + found[1:]
        return None

    def find(self, text: str, whole: bool) -> str | None:
        """The English of a sentence, of a filled template or of several one behind the other (all of them
        ours when the `whole` is asked for); None for a text that is not ours."""
        if len(text) > LONGEST or not _LETTERS.search(text):
            return None
        signs = _SIGNS.fullmatch(text)
        before, bare, after = signs.groups() if signs else ("", text, "")
        if bare != text:
            found = self.find(bare, whole)
            return None if found is None else before + found + after
        said = self.exact(text) or self._filled(flat(text)) or self._counted(text)
        if said is None:
            said = self._joined(text, whole) or self._again(text, whole)
        return said

    def _again(self, text: str, whole: bool) -> str | None:
        """Without its last full stop; with the quotes of French, where a part was in English already."""
        if text.endswith(".") and (said := self.find(text[:-1], whole)):
            return said + "."
        if "“" in text:
            return self.find(text.replace("“", "« ").replace("”", " »"), whole)
        return None

    def _filled(self, text: str) -> str | None:
        if (said := self._matched(text)) is not None or not text[0].isupper():
            return said
        said = self._matched(text[0].lower() + text[1:])
        return said[0].upper() + said[1:] if said else None

    def _matched(self, text: str) -> str | None:
        words = [*dict.fromkeys(_WORD.findall(text)), ""]
        near = [pair for word in words for pair in self._by_word.get(word, ())]
        for one in sorted((self._template(pair) for pair in near), key=lambda t: -t.strength):
            found = one.whole.fullmatch(text)
            if found and (said := self._say(one, found)) is not None:
                return said
        return None

    def _template(self, pair: tuple[str, str]) -> Template:
        if pair[0] not in self._made:
            self._made[pair[0]] = template(*pair)
        return self._made[pair[0]]

    def _say(self, one: Template, found: re.Match[str]) -> str | None:
        values = found.groups()
        if one.strength < WEAK and any(map(_LETTERS.search, values)) and not all(map(_FIGURE.match, values)):
            return None
        sure = one.strength >= (SURE if one.begins else 2 * SURE)
        others = [] if sure else [value for value in values if not self._is_ours(value)]
        if others and (one.strength < STRONG or max(map(len, others)) > NAME):
            return None
        return one.fill(self._filling(value) for value in values)

    def _filling(self, value: str) -> str:
        if _IN_QUOTES.fullmatch(value) and (inside := self._value(value.strip("«».\u00a0 "), True)):
            return f"“{inside}”{'.' * value.endswith('.')}"
        return self._value(value, False) or value

    def _is_ours(self, value: str) -> bool:
        if _FIGURE.match(value) or _IN_QUOTES.fullmatch(value) or value in self._said:
            return True
        return self._value(value, True) is not None

    def _counted(self, text: str) -> str | None:
        """« 3 dossiers », « 9 000 € demandés »."""
        found = _COUNTED.fullmatch(text)
        if found is None:
            return self._numbered(text)
        rest = self.exact(found[3]) or self._filled(flat(found[3]))
        if found[1] == "0":  # French says « 0 dossier », English “0 files”
            rest = self.exact(found[3] + "s") or rest
        if rest is None:
            return None
        return f"{self._value(found[1], True) or found[1]}{found[2]}{rest}"

    def _numbered(self, text: str) -> str | None:
        """« accord partiel 8 500 € », « Reçus  9 », « Compléments (M) »."""
        found = _NUMBERED.fullmatch(text)
        if found is None or (rest := self.exact(found[1])) is None:
            return None
        return f"{rest}{found[2]}{self._value(found[3], True) or found[3].replace('Maj+', 'Shift+')}"

    def _joined(self, text: str, whole: bool) -> str | None:
        if _TAG.search(text):
            return self._each(_TAG.split(text), whole, sure=True)
        for joint in _SURE:
            if len(parts := joint.split(text)) > 1:
                return self._each(parts, whole, sure=True)
        if said := self._aside(text, whole):
            return said
        head, comma, tail = text.partition(", ")
        if comma and head in self._said and (said := self._value(tail, True)):
            return f"{head}, {said}"
        for joint in _UNSURE:
            if len(parts := joint.split(text)) > 1 and (said := self._each(parts, whole, sure=False)):
                return said
        return None if whole else self._labelled(text) or self._quoted(text)

    def _aside(self, text: str, whole: bool) -> str | None:
        """« Suite (3 dossiers) »: what is between brackets is ours when it is more than a word."""
        found = _ASIDE.fullmatch(text)
        if found is None:
            return None
        before, inside = self._value(found[1], whole), self._value(found[3], True)
        sure = before is not None or (inside is not None and " " in flat(found[3]))
        if not sure or (whole and (before is None or inside is None)):
            return None
        return f"{before or found[1]}{found[2]}({inside or found[3]})"

    def _labelled(self, text: str) -> str | None:
        """« Nord, Dossiers accordés : 9 », « Pièces : à venir », where a part was said before."""
        plain = flat(text)
        before, _, after = plain.partition(" : ")
        if before in self._said and (said := self._value(after, True)):
            return f"{before}: {said}"
        if len(_WORD.findall(text)) > LABEL or "\n" in text:
            return None
        for before, colon, after in (plain.rpartition(" : "), plain.partition(" : ")):
            if colon and (said := self._label(before, after, len(_WORD.findall(text)) <= SHORT)):
                return said
        return None

    def _label(self, before: str, after: str, short: bool) -> str | None:
        heads = [(part, self._value(part, True)) for part in before.split(", ")]
        right = self._value(after, True)
        if right is not None and right[-1:].isdigit() and after[-1:] in "€%":  # « Étouvie : 23 500 € »
            return f"{', '.join(said or part for part, said in heads)}: {right}"
        last = heads[-1][1] is not None or heads[-1][0] in self._said
        value = right is not None or after in self._said
        if len(heads) > 2 and heads[-1][0] not in self._said:
            return None
        if (
            not (last and value and short)
            and not (right is not None and " " in after)
            and not self._head(heads, after)
        ):
            return None
        return f"{', '.join(said or part for part, said in heads)}: {right or after}"

    @staticmethod
    def _head(heads: list[tuple[str, str | None]], after: str) -> bool:
        """Whether the label is surely ours and what follows it a figure."""
        part, said = heads[-1]
        return said is not None and " " in part and not _LETTERS.search(after)

    def _quoted(self, text: str) -> str | None:
        """« Annuler « Noter un avis » » : what is quoted is ours, whatever stands before it."""
        said = [
            (found[0], self._value(found[1], False)) for found in _QUOTED.finditer(text) if " " in found[1]
        ]
        for whole, known in said:
            text = text.replace(whole, whole if known is None else f"“{known}”")
        return text if any(known is not None for _, known in said) else None

    def _each(self, parts: list[str], whole: bool, *, sure: bool) -> str | None:
        """The parts and what stands between them, each in turn; None when that is a text of people."""
        said, ours, others = [], 0, 0
        for number, part in enumerate(parts):
            if number % 2 or not part:
                said.append(": " if part.strip() == ":" else part)
                continue
            found = self._value(part, whole)
            ours += found is not None
            others += found is None and part not in self._said
            said.append(part if found is None else found)
        return None if not ours or (others and (whole or not sure)) else "".join(said)
