"""The look of Parvis: colours of the three themes, the bundled fonts, and the one style sheet."""

from functools import cache
from pathlib import Path
from string import Template
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.colours import blend, contrast, readable

# The same place beside the package from source and in the frozen program (PyInstaller keeps the tree).
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
THEMES = ("light", "dark", "contrast")
TONES = ("neutral", "accent", "good", "warn", "bad", "violet", "decided")
_CHALLENGES = (
    "#b4543a", "#c07a16", "#8a7a12", "#5c8a1f", "#2f8a57", "#12857f",
    "#1f7fb0", "#3f63c4", "#6b4fc0", "#9a3fae", "#b23a78",
)  # fmt: skip


class Tokens(NamedTuple):
    """Colours of one theme. `ink` to `violet` can be read (4.5:1) on paper, ground and accent_wash, and each
    tone on its wash; `faint`, `line`, `edge` and `cell` are never the colour of words."""

    name: str
    paper: str
    ground: str
    line: str
    edge: str
    cell: str
    ink: str
    muted: str
    faint: str
    accent: str
    accent_wash: str
    on_accent: str
    border: str  # round what is typed in: it can be told from the paper (3:1)
    rail: str
    rail_text: str
    rail_muted: str
    rail_chosen: str
    good: str
    good_wash: str
    warn: str
    warn_wash: str
    bad: str
    bad_wash: str
    violet: str
    violet_wash: str
    neutral_wash: str
    decided_wash: str
    challenges: tuple[str, ...]  # fills of the frieze and edges of cards
    challenge_inks: tuple[str, ...]  # the same hues, for words and icons
    challenge_washes: tuple[str, ...]  # behind a quoted passage
    on_challenges: tuple[str, ...]  # for a number written on the fill

    def tone(self, name: str) -> tuple[str, str]:
        """Words and wash of a tone of TONES."""
        if name == "neutral":
            return self.muted, self.neutral_wash
        if name == "decided":
            return self.ink, self.decided_wash
        return getattr(self, name), getattr(self, f"{name}_wash")


_LIGHT = {
    "paper": "#ffffff", "ground": "#f5f6f7", "line": "#e3e6ea", "edge": "#cbd1d8", "cell": "#e9ecf0",
    "ink": "#1c2430", "muted": "#66707d", "faint": "#9aa3ae",
    "accent": "#1d5fa8", "accent_wash": "#e7f0fa",
    "rail": "#22303f", "rail_text": "#c7d0da", "rail_muted": "#9aa3ae", "rail_chosen": "#33485e",
    "good": "#2f7d4f", "good_wash": "#e4f3ea", "warn": "#a86407", "warn_wash": "#fbf0dd",
    "bad": "#b3352d", "bad_wash": "#fbe9e7", "violet": "#6b4fc0", "violet_wash": "#ece8f8",
    "neutral_wash": "#eef0f3", "decided_wash": "#dfe3e9",
}  # fmt: skip
_DARK = {
    "paper": "#171c23", "ground": "#11151a", "line": "#2b333d", "edge": "#465160", "cell": "#28303a",
    "ink": "#e6eaef", "muted": "#a6b0bc", "faint": "#6b7684",
    "accent": "#76b0ee", "accent_wash": "#1f3248",
    "rail": "#0c1014", "rail_text": "#b9c3ce", "rail_muted": "#8a95a2", "rail_chosen": "#243444",
    "good": "#6cc492", "good_wash": "#183324", "warn": "#e5ad55", "warn_wash": "#382a10",
    "bad": "#f08f85", "bad_wash": "#3f1d1a", "violet": "#b7a4f2", "violet_wash": "#2c2448",
    "neutral_wash": "#28303a", "decided_wash": "#3a4552",
}  # fmt: skip
_CONTRAST = {
    "paper": "#000000", "ground": "#000000", "line": "#8c8c8c", "edge": "#ffffff", "cell": "#2b2b2b",
    "ink": "#ffffff", "muted": "#e8e8e8", "faint": "#bdbdbd",
    "accent": "#ffdd33", "accent_wash": "#33300a",
    "rail": "#000000", "rail_text": "#ffffff", "rail_muted": "#e8e8e8", "rail_chosen": "#4a4400",
    "good": "#7dffb0", "good_wash": "#00310f", "warn": "#ffc266", "warn_wash": "#3a2500",
    "bad": "#ff9d94", "bad_wash": "#450a05", "violet": "#d3c4ff", "violet_wash": "#25194d",
    "neutral_wash": "#2b2b2b", "decided_wash": "#444444",
}  # fmt: skip


@cache
def theme(name: str) -> Tokens:
    """The tokens of `light`, `dark` or `contrast`, words already moved to the nearest readable shade."""
    raw = dict({"light": _LIGHT, "dark": _DARK, "contrast": _CONTRAST}[name])
    papers = (raw["paper"], raw["ground"], raw["accent_wash"])
    for tone in ("accent", "good", "warn", "bad", "violet"):
        raw[tone] = readable(raw[tone], (*papers, raw[f"{tone}_wash"]))
    raw["muted"] = readable(raw["muted"], (*papers, raw["neutral_wash"], raw["cell"]))
    raw["border"] = readable(raw["edge"], (raw["paper"], raw["ground"]), 3.0)
    washes = tuple(blend(raw["paper"], hue, 0.22 if name == "light" else 0.34) for hue in _CHALLENGES)
    inks = tuple(readable(hue, (*papers, w)) for hue, w in zip(_CHALLENGES, washes, strict=True))
    fills = _CHALLENGES if name == "light" else inks
    ends = ("#ffffff", "#10151c")
    return Tokens(
        name=name,
        on_accent=max(ends, key=lambda end: contrast(end, raw["accent"])),
        challenges=fills,
        challenge_inks=inks,
        challenge_washes=washes,
        on_challenges=tuple(readable(max(ends, key=lambda end: contrast(end, f)), (f,)) for f in fills),
        **raw,
    )


_current = "light"


def tokens() -> Tokens:
    """The tokens of the theme on screen."""
    return theme(_current)


@cache
def family(start: str) -> str:
    """The bundled family whose name starts so ("Inter", "Source Serif"), registered at its first use: the
    list is shown before anything is read. Falls back on the system's when the bundled files are absent,
    because a missing font must not keep anyone from working."""
    for path in sorted((RESOURCES / "fonts").glob(f"{start.replace(' ', '')}*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return next((name for name in QFontDatabase.families() if name.startswith(start)), general)


def font(size: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The screen font at `size` pixels, with figures of one width so that amounts line up."""
    return QFont(_font(size, weight))


@cache
def _font(size: int, weight: QFont.Weight) -> QFont:
    made = QFont(family("Inter"))
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag.fromString("tnum"), 1)
    return made


def reading_font(px: int = 16) -> QFont:
    """The font in which an application is read, at `px` pixels."""
    made = QFont(family("Source Serif"))
    made.setPixelSize(px)
    return made


def style_sheet(look: Tokens) -> str:
    """The one style sheet, its `$names` replaced by the tokens."""
    words = {key: value for key, value in look._asdict().items() if isinstance(value, str)}
    words["resources"] = (RESOURCES / "theme").as_posix()
    words["hover"] = blend(look.paper, look.ink, 0.05)
    words["accent_hover"] = blend(look.accent, look.paper, 0.14)
    return Template((RESOURCES / "theme" / "parvis.qss").read_text(encoding="utf-8")).substitute(words)


def palette(look: Tokens) -> QPalette:
    """The palette of a theme, for everything the style sheet leaves to Fusion."""
    role = QPalette.ColorRole
    colours = {
        role.Window: look.paper, role.WindowText: look.ink, role.Base: look.paper, role.Text: look.ink,
        role.AlternateBase: look.ground, role.Button: look.ground, role.ButtonText: look.ink,
        role.BrightText: look.bad, role.ToolTipBase: look.ink, role.ToolTipText: look.paper,
        role.Highlight: look.accent, role.HighlightedText: look.on_accent, role.Accent: look.accent,
        role.Link: look.accent, role.LinkVisited: look.violet, role.PlaceholderText: look.muted,
        role.Light: look.paper, role.Midlight: look.line, role.Mid: look.edge, role.Dark: look.faint,
        role.Shadow: look.faint,
    }  # fmt: skip
    made = QPalette()
    for key, value in colours.items():
        made.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(look.faint))
    return made


def known(chosen: object) -> str:
    """The theme that was chosen, the light one when it is none of THEMES."""
    return str(chosen) if chosen in THEMES else "light"


def apply(app: QApplication, name: str) -> None:
    """Dress the whole program in the theme `name` (one of THEMES)."""
    global _current
    look = theme(name)
    _current = name
    sheet = style_sheet(look)
    if app.styleSheet() == sheet:
        return  # dressed already: every widget there is would be polished again
    if not app.property("inFusion"):  # desktop.app gave it at birth
        app.setStyle("Fusion")
        app.setProperty("inFusion", True)
    app.setFont(font())
    app.setPalette(palette(look))
    app.setStyleSheet(sheet)
