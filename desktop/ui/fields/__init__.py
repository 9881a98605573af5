"""The small parts every screen is made of: buttons, chips, amounts, dates, search, notices, writing."""

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
