"""The small parts every screen is made of: buttons, chips, amounts, dates, search, notices, writing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # each part is read when first wanted: a calendar brings Qt classes no list needs
    from desktop.ui.fields.amounts import MoneyField
    from desktop.ui.fields.buttons import Button, IconButton, SectionTitle
    from desktop.ui.fields.chips import Chip, FilterChips, Pill, StageChips
    from desktop.ui.fields.dates import DateField
    from desktop.ui.fields.flow import FlowLayout
    from desktop.ui.fields.notices import Toast
    from desktop.ui.fields.search import SearchField
    from desktop.ui.fields.strength import StrengthDots
    from desktop.ui.fields.writing import AutoText

__all__ = [
    "AutoText",
    "Button",
    "Chip",
    "DateField",
    "FilterChips",
    "FlowLayout",
    "IconButton",
    "MoneyField",
    "Pill",
    "SearchField",
    "SectionTitle",
    "StageChips",
    "StrengthDots",
    "Toast",
]

_ROOMS = {
    "AutoText": "writing",
    "Button": "buttons",
    "Chip": "chips",
    "DateField": "dates",
    "FilterChips": "chips",
    "FlowLayout": "flow",
    "IconButton": "buttons",
    "MoneyField": "amounts",
    "Pill": "chips",
    "SearchField": "search",
    "SectionTitle": "buttons",
    "StageChips": "chips",
    "StrengthDots": "strength",
    "Toast": "notices",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(f"desktop.ui.fields.{_ROOMS[name]}"), name)
    return globals()[name]
