"""French as it is printed: amounts in words, dates, no-break spaces, elision, civility, plural."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from desktop.rules.folding import fold
from desktop.rules.money import NARROW, NO_BREAK, euros

__all__ = [
    "cents_of_words", "civility", "date_long", "date_short", "de_", "euros", "euros_cents", "le_", "listed",
    "plural", "position", "que_", "typography", "words",
]  # fmt: skip

LIMIT = 100_000_000_000_000  # in cents: a thousand milliards of euros is no grant

_UNITS: list[str] = re.findall(
    r"\S+",
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf",
)
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_MONTHS: list[str] = re.findall(
    r"\S+", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)

# Names that carry an article of their own; the others stand bare (« de Salamandre-Marcel Paul »).
ARTICLES: dict[str, str] = {
    "parcheminiers": "les",
    "quartiers nord": "les",
    "hauts-de-france": "les",
    "etat": "l’",
    "region hauts-de-france": "la",
    "departement de la somme": "le",
    "ville d'amiens": "la",
    "somme": "la",
}
_ASPIRATED = ("hall", "handball", "handicap", "haut", "hip-hop", "hockey", "hors", "honte", "huit", "hameau")
_NO_ELISION = ("onze", "oui", "un %", "yaourt", "yoga", "ouistiti", "onzieme")

# Position: masculine, feminine. Keys are folded; « président(e) » and both forms are understood.
POSITIONS: tuple[tuple[str, str], ...] = (
    ("Président", "Présidente"),
    ("Vice-président", "Vice-présidente"),
    ("Coprésident", "Coprésidente"),
    ("Directeur général", "Directrice générale"),
    ("Directeur", "Directrice"),
    ("Principal", "Principale"),
    ("Proviseur", "Proviseure"),
    ("Maire", "Maire"),
    ("Adjoint au maire", "Adjointe au maire"),
    ("Trésorier", "Trésorière"),
    ("Secrétaire général", "Secrétaire générale"),
    ("Secrétaire", "Secrétaire"),
    ("Gérant", "Gérante"),
    ("Administrateur", "Administratrice"),
    ("Recteur", "Rectrice"),
    ("Chef d’établissement", "Cheffe d’établissement"),
    ("Coordinateur", "Coordinatrice"),
    ("Responsable", "Responsable"),
)
BOTH = "Madame, Monsieur"


def _below_hundred(n: int) -> str:
    if n < 20:
        return _UNITS[n]
    ten, unit = divmod(n, 10)
    if ten in (7, 9):
        ten, unit = ten - 1, unit + 10
    stem = "quatre-vingt" if ten == 8 else _TENS[ten]
    if unit == 0:
        return stem + ("s" if ten == 8 else "")
    if unit in (1, 11) and ten != 8:
        return f"{stem} et {_UNITS[unit]}"
    return f"{stem}-{_UNITS[unit]}"


def _below_thousand(n: int) -> str:
    hundred, rest = divmod(n, 100)
    if hundred == 0:
        return _below_hundred(rest)
    head = "cent" if hundred == 1 else f"{_UNITS[hundred]} cent"
    if rest == 0:
        return head + ("s" if hundred > 1 else "")
    return f"{head} {_below_hundred(rest)}"


def _integer(n: int) -> str:
    if n == 0:
        return "zéro"
    parts: list[str] = []
    for size, name in ((10**9, "milliard"), (10**6, "million")):
        count, n = divmod(n, size)
        if count:
            parts.append(f"{_below_thousand(count)} {plural(count, name)}")
    thousand, n = divmod(n, 1000)
    if thousand:
        # « vingt » and « cent » lose their s before « mille », which is a number and not a noun.
        head = re.sub(r"(vingt|cent)s$", r"\1", _below_thousand(thousand))
        parts.append("mille" if thousand == 1 else f"{head} mille")
    if n:
        parts.append(_below_thousand(n))
    return " ".join(parts)


def number_words(count: int) -> str:
    """A whole number in words: « zéro », « vingt et un »."""
    return _integer(count)


def words(cents: int) -> str:
    """An amount in words: « neuf mille euros », « un million d’euros », « douze euros et un centime »."""
    if not 0 <= cents < LIMIT:
        raise ValueError(f"Le montant {cents} (en centimes) ne s’écrit pas en lettres.")
    whole, rest = divmod(cents, 100)
    small = f"{_integer(rest)} {plural(rest, 'centime')}" if rest else ""
    if small and not whole:
        return small
    number = _integer(whole)
    link = " d’" if number.endswith(("million", "millions", "milliard", "milliards")) else " "
    amount = f"{number}{link}{plural(whole, 'euro')}"
    return f"{amount} et {small}" if small else amount


_VALUES = {name: n for n, name in enumerate(_UNITS) if "-" not in name} | {
    name: ten * 10 for ten, name in _TENS.items()
}


def read_number(text: str) -> int | None:
    """A whole number in words (« trente-six » is 36); None when a word is no number."""
    total = group = 0
    for word in re.split(r"[\s-]+", text.strip().lower()):
        if word in ("et", ""):
            continue
        if word in ("vingt", "vingts") and group % 10 == 4 and group % 100 < 10:
            group += 76  # quatre-vingt(s)
        elif word in _VALUES:
            group += _VALUES[word]
        elif word in ("cent", "cents"):
            # In « mille cent » the hundred stands alone.
            group = (group or 1) * 100
        elif word == "mille":
            total, group = total + (group or 1) * 1000, 0
        elif word.rstrip("s") in ("million", "milliard"):
            total, group = total + group * (10**6 if word.startswith("million") else 10**9), 0
        else:
            return None
    return total + group


def cents_of_words(text: str) -> int | None:
    """The cents of an amount in words, whatever its spelling of before or after 1990; None if it is none."""
    plain = text.replace(NO_BREAK, " ").replace(NARROW, " ").replace("'", "’").strip().lower()
    found = re.fullmatch(
        r"(?:(?P<whole>.+?)\s(?:d’)?euros?)?(?:(?:\set\s|^|\s)(?P<rest>[^’]+?)\scentimes?)?", plain
    )
    if found is None or not (found["whole"] or found["rest"]):
        return None
    whole = read_number(found["whole"]) if found["whole"] else 0
    rest = read_number(found["rest"]) if found["rest"] else 0
    return None if whole is None or rest is None else whole * 100 + rest


def euros_cents(cents: int) -> str:
    """« 9 000,00 € » : with its cents whatever they are, for columns of a table."""
    return euros(cents) if cents % 100 else euros(cents).replace(f"{NO_BREAK}€", f",00{NO_BREAK}€")


def date_long(day: date) -> str:
    """« 1er mars 2025 », with no break between the day and the month."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{_MONTHS[day.month - 1]} {day.year}"


def date_short(day: date) -> str:
    """« 01/03/2025 »."""
    return day.strftime("%d/%m/%Y")


def plural(count: int, noun: str, form: str = "") -> str:
    """The noun that agrees with a count: plural from two on, « zéro euro » stays singular."""
    if abs(count) < 2:
        return noun
    if form:
        return form
    return noun if noun.endswith(("s", "x", "z")) else noun + "s"


def listed(items: Sequence[str], last: str = "et") -> str:
    """« a », « a et b », « a, b et c »."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def _elides(noun: str) -> bool:
    word = fold(noun.lstrip('«“" \u00a0\u202f'))
    if word.startswith("h"):
        return not word.startswith(_ASPIRATED)
    return word[:1] in ("a", "e", "i", "o", "u", "y") and not word.startswith(_NO_ELISION)


def de_(noun: str) -> str:
    """« d’Étouvie », « des Parcheminiers », « du Mans », « de la Somme », « de l’État »."""
    article = ARTICLES.get(fold(noun))
    full = noun if article is None else article + ("" if article == "l’" else " ") + noun
    for start, merged in (("Les ", "des "), ("les ", "des "), ("Le ", "du "), ("le ", "du ")):
        if full.startswith(start):
            return merged + full[len(start) :]
    if full.startswith(("La ", "L’", "L'")):
        full = full[0].lower() + full[1:]
    return f"d’{full}" if _elides(full) else f"de {full}"


def que_(clause: str) -> str:
    """« qu’il », « qu’une », « que votre »."""
    return f"qu’{clause}" if _elides(clause) else f"que {clause}"


def le_(noun: str, *, feminine: bool = False) -> str:
    """« l’État », « les Parcheminiers », « la direction », « le comité »."""
    article = ARTICLES.get(fold(noun)) or ("l’" if _elides(noun) else "la" if feminine else "le")
    return article + noun if article == "l’" else f"{article} {noun}"


def position(name: str, *, feminine: bool) -> str:
    """« présidente », « Président(e) » or « PRÉSIDENT » in the form of the person; "" when it is unknown."""
    plain = re.sub(r"\(\w+\)|[.·]e\b", "", fold(name)).strip()
    for forms in POSITIONS:
        if plain in {fold(form) for form in forms}:
            return forms[feminine]
    return ""


def civility(title: str, function: str = "") -> str:
    """« Madame la Présidente », « Monsieur l’Administrateur », « Madame, Monsieur » when nothing is known.

    With a known position and an unknown person both forms are given, as letters to an office do.
    """
    plain = fold(title).rstrip(".")
    if plain not in ("madame", "mme", "monsieur", "m", "mr"):
        both = [civility("Madame", function), civility("Monsieur", function)]
        return ", ".join(both) if position(function, feminine=True) else BOTH
    feminine = plain in ("madame", "mme")
    who, named = ("Madame" if feminine else "Monsieur"), position(function, feminine=feminine)
    return f"{who} {le_(named, feminine=feminine)}" if named else who


_MONTH = "|".join(_MONTHS)
_UNIT = "€|%|euros?|centimes?|habitants?|jours?|mois|ans|heures?|h|km|m²|personnes"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"\.\.\.", "…"),
        (r"(?<=\w)'(?=\w)", "’"),
        (r'"([^"\n]*)"', r"«\1»"),
        (r"«\s*", "«\u00a0"),
        (r"\s*»", "\u00a0»"),
        (r"(?<=[\w»)’…\]*])\s*([;!?])(?=\s|$|[»)])", "\u202f\\1"),
        (r"(?<=[\w»)\].*])\s*:(?=\s|$)", "\u00a0:"),
        (r"\s+[-–]\s+", " – "),
        (r"\b([Nn])(?:°|º)\s*(?=\w)", "\\1°\u00a0"),
        (r"(?<![\d,.])(\d{1,3})((?:[ \u00a0]\d{3})+)(?![\d])(?!\s?\d)", ""),
        (rf"(?<=\d)\s(?={_UNIT}(?!\w))", "\u00a0"),
        (rf"\b(\d{{1,2}}|1er)\s(?=(?:{_MONTH})\b)", "\\1\u00a0"),
        (r"\b(M\.|MM\.|Mme|Mmes|articles?|art\.|défi|page|p\.|Cerfa|[LRD]\.)\s(?=[\w*])", "\\1\u00a0"),
    )
)  # fmt: skip


def typography(text: str) -> str:
    """French spaces, quotes and apostrophes put right; applied twice it changes nothing more."""
    for pattern, put in _RULES:
        if put:
            text = pattern.sub(put, text)
        else:
            text = pattern.sub(lambda m: re.sub(r"[ \u00a0]", NARROW, m[0]), text)
    return text
