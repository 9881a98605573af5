"""Money as people write it: whole cents on one side, French euros on the other."""

from __future__ import annotations

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_AMOUNT = re.compile(
    r"(?P<sign>[-+−]?)€?(?P<whole>\d+)(?:[.,](?P<cents>\d{1,2}))?(?P<kilo>k)?(?:€|euros?|eur)?", re.IGNORECASE
)
_GROUPED = re.compile(r"(?<=\d)[\s.,'’](?=\d{3}(?:\D|$))")


def euros(cents: int) -> str:
    """« 9 000 € », « 27 200,50 € » : no-break spaces, cents only when there are some."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", NARROW)
    tail = f",{rest:02d}" if rest else ""
    return f"{sign}{grouped}{tail}{NO_BREAK}€"


def read_euros(text: str) -> int | None:
    """Cents of an amount typed in French or English ("23 000", "23000,50 €", "23k"); None if it is none."""
    plain = re.sub(r"\s", "", _GROUPED.sub("", text.strip()))
    found = _AMOUNT.fullmatch(plain)
    if not found:
        return None
    cents = int(found["whole"]) * 100 + int((found["cents"] or "").ljust(2, "0"))
    if found["kilo"]:
        cents *= 1000
    return -cents if found["sign"] in ("-", "−") else cents


def percent(part: int, whole: int, digits: int = 0) -> str:
    """« 29 % » of whole; a dash when there is nothing to divide by."""
    if whole == 0:
        return "—"
    # Rounded half up on integers, so that no float ever decides of a printed figure.
    scale = 10**digits
    value = (abs(part) * 100 * scale * 2 + abs(whole)) // (abs(whole) * 2)
    sign = "−" if (part < 0) != (whole < 0) and value else ""
    text = str(value // scale) + (f",{value % scale:0{digits}d}" if digits else "")
    return f"{sign}{text}{NO_BREAK}%"
