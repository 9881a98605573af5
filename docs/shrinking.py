"""Pictures made lighter: few colours, the same size; those of the guide are copied beside its pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "resources" / "guide"
SHOWN = re.compile(r"!\[[^\]]*\]\(pictures/([^)\s]+)\.png\)")
COLOURS, FEWER = 256, 48  # of docs/screens; of the guide, whose pictures travel with the program
SOURCES = (ROOT / "docs" / "screens", ROOT / "docs" / "pages")


def shrink(picture: Path, out: Path | None = None, colours: int = COLOURS) -> Path:
    """Writes a picture with a palette in place of full colour, over itself or elsewhere."""
    from PIL import Image

    out = out or picture
    with Image.open(picture) as image:
        few = image if image.mode == "P" and colours == COLOURS else image.convert("RGB")
        if few.mode != "P":
            few = few.quantize(colours, dither=Image.Dither.NONE)
        few.save(out, optimize=True)
    return out


def wanted() -> set[str]:
    """The pictures that the pages of the guide show."""
    return {name for page in GUIDE.glob("*.md") for name in SHOWN.findall(page.read_text(encoding="utf-8"))}


def guide_pictures() -> list[Path]:
    """Copies each picture of the guide from docs/screens or docs/pages; those no page shows go away."""
    folder, made = GUIDE / "pictures", []
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        if old.stem not in wanted():
            old.unlink()
    for name in sorted(wanted()):
        source = next((place / f"{name}.png" for place in SOURCES if (place / f"{name}.png").exists()), None)
        if source is None:
            raise SystemExit(f"Le guide montre « {name} », que rien ne photographie.")
        made.append(shrink(source, folder / f"{name}.png", FEWER))
    return made


def shrink_all(pictures: Iterable[Path]) -> list[Path]:
    """What was just taken, made lighter, then the pictures of the guide."""
    return [*(shrink(path) for path in pictures), *guide_pictures()]


if __name__ == "__main__":
    chosen = sorted(path for place in SOURCES[:1] for path in place.glob("*.png"))
    made = shrink_all(chosen if "--all" in sys.argv else ())
    print(f"{len(made)} images, {sum(path.stat().st_size for path in made) / 1e6:.1f} Mo")
