"""Arithmetic of colours: contrast as WCAG counts it, and the nearest shade that can be read."""

from collections.abc import Iterable
from functools import lru_cache

READABLE = 4.5
# What a part of a colour, 0 to 255, weighs in its luminance.
_LINEAR = [n / 255 / 12.92 if n / 255 <= 0.04045 else ((n / 255 + 0.055) / 1.055) ** 2.4 for n in range(256)]


@lru_cache(maxsize=4096)  # a theme asks a thousand times about some hundreds of colours
def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    red, green, blue = (_LINEAR[int(colour[i : i + 2], 16)] for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def blend(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` mixed in."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, grounds: Iterable[str], ratio: float = READABLE) -> str:
    """The shade nearest to `colour` whose contrast is at least `ratio` on every one of `grounds`."""
    grounds = tuple(grounds)
    lights = [luminance(ground) + 0.05 for ground in grounds]
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for step in range(51):  # hundreds of shades at each start: numbers, not words
        for end in (0, 255):
            red, green, blue = (round(a + (end - a) * (step / 50)) for a in parts)
            light = 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue] + 0.05
            if all(light >= ratio * other or other >= ratio * light for other in lights):
                return f"#{red:02x}{green:02x}{blue:02x}"
    raise ValueError(f"no shade of {colour} can be read on {', '.join(grounds)}")
