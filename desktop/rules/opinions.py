"""Opinions of partners: their four values, how people write them, what a group of them says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.rules.folding import fold
from desktop.rules.journey import Tone


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its code in the database, its French label, its tone, its sign of Lucide."""

    code: str
    label: str
    tone: Tone
    sign: str


VALUES: tuple[Value, ...] = (
    Value("favourable", "Favorable", "good", "circle-check"),
    Value("reserved", "Réservé", "warn", "circle-dot"),
    Value("unfavourable", "Défavorable", "bad", "circle-x"),
    Value("out_of_scope", "Hors champ", "neutral", "circle-dashed"),
)
BY_CODE: dict[str, Value] = {value.code: value for value in VALUES}
LABELS: dict[str, str] = {value.code: value.label for value in VALUES}
CHANNELS: dict[str, str] = {
    "file": "fichier retourné", "phone": "téléphone", "meeting": "réunion", "mail": "courriel",
    "import": "fichier importé",
}  # fmt: skip
TYPED = ("phone", "meeting", "mail")  # channels of an opinion that an officer types in

# The whole of what may be written for each value, folded: words that only contain one of them are not read,
# because « avis favorable sous réserve de… » and « pas favorable » would be misread.
_WRITTEN: dict[str, tuple[str, ...]] = {
    "favourable": (
        "favorable", "tres favorable", "avis favorable", "avis tres favorable", "oui", "accord", "f", "fav",
        "positif", "avis positif", "favorable sans reserve", "favourable",
    ),
    "reserved": (
        "reserve", "reservee", "avis reserve", "favorable avec reserve", "favorable avec reserves",
        "favorable sous reserve", "favorable sous reserves", "avis favorable avec reserve",
        "avis favorable avec reserves", "avis favorable sous reserve", "avis favorable sous reserves",
        "sous reserve", "sous reserves", "avec reserve", "avec reserves", "reserves", "r", "mitige",
        "a revoir", "reserved",
    ),
    "unfavourable": (
        "defavorable", "avis defavorable", "tres defavorable", "non", "refus", "d", "def", "negatif",
        "avis negatif", "non favorable", "pas favorable", "unfavourable",
    ),
    "out_of_scope": (
        "hors champ", "hors-champ", "hors champs", "hors competence", "hors de notre champ", "hors perimetre",
        "sans avis", "sans objet", "nsp", "non concerne", "non concernee", "pas d'avis", "ne se prononce pas",
        "so", "s.o.", "hc", "out_of_scope", "out of scope",
    ),
}  # fmt: skip
_STOPS = str.maketrans(";,/", "   ")  # « Favorable;Sans réserve »
_BY_WORDS = {words: code for code, written in _WRITTEN.items() for words in written}


def read_value(text: str) -> str | None:
    """The code of what is written, None when it is none of the four values."""
    return _BY_WORDS.get(" ".join(fold(text).translate(_STOPS).split()).strip(" .:!-"))


def face(value: str) -> tuple[str, Tone]:
    """The label and the tone of a value: a code, or the words that an import kept."""
    code = value if value in BY_CODE else read_value(value)
    if code is None:
        return value.strip() or "Sans valeur", "neutral"
    return BY_CODE[code].label, BY_CODE[code].tone


def in_sum(values: Iterable[str]) -> str:
    """« 2 favorables, 1 réservé », in the order of the values; "" when nobody said anything."""
    codes = [value if value in BY_CODE else read_value(value) for value in values]
    said = []
    for value in VALUES:
        count = codes.count(value.code)
        if count:
            plural = "s" if count > 1 and value.code != "out_of_scope" else ""
            said.append(f"{count} {value.label.lower()}{plural}")
    return ", ".join(said)
