"""A picture chosen for the head of the letters: JPEG or PNG, made small, its drawing alone."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.rules import disk
from desktop.rules.picture import MOST_BYTES, size_of

_MOST_FILE = 8 * 1024 * 1024
_MOST_PIXELS = 9_000_000
_SIDES = (900, 700, 500, 350, 250)  # pixels: the first that is light enough


def read_logo(path: Path) -> str:
    """The picture as a setting holds it: a JPEG in base64, transparent parts white. Raises Unreadable
    (French): another kind of file, too large, damaged."""
    from PIL import Image, UnidentifiedImageError  # slow to load, and seldom asked for

    kept = "Le logo n’a pas changé."
    try:
        if path.stat().st_size > _MOST_FILE:
            raise Unreadable(f"« {path.name} » dépasse 8 Mo : enregistrez une image plus petite. {kept}")
        with Image.open(path, formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Unreadable(
                    f"« {path.name} » a trop de points ({image.width} × {image.height}) : réduisez-la à "
                    f"2 000 de côté. {kept}"
                )
            return _encoded(_flat(image))
    except Image.DecompressionBombError as error:
        raise Unreadable(f"« {path.name} » a trop de points : réduisez l’image. {kept}") from error
    except (UnidentifiedImageError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"« {path.name} » n’est pas une image JPEG ou PNG lisible. {kept}") from error
    except OSError as error:
        why = disk.reason(error) if error.errno else "fichier abîmé"
        raise Unreadable(f"« {path.name} » ne se lit pas ({why}). {kept}") from error


def _flat(image: object) -> object:
    """Upright, in the colours of the screen, on white; what a file says beside its picture stays behind."""
    from PIL import Image, ImageOps

    assert isinstance(image, Image.Image)
    image.draft("RGB", (_SIDES[0], _SIDES[0]))
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        ground.alpha_composite(clear)
        upright = ground
    made = Image.new("RGB", upright.size, "white")
    made.paste(upright.convert("RGB"))
    return made


def _encoded(image: object) -> str:
    from PIL import Image

    assert isinstance(image, Image.Image)
    for side in _SIDES:
        small = image.copy()
        small.thumbnail((side, side))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=90, optimize=True)
        if len(out.getvalue()) <= MOST_BYTES:
            size_of(out.getvalue())
            return base64.b64encode(out.getvalue()).decode("ascii")
    raise Unreadable("L’image est trop lourde une fois réduite : choisissez un logo plus simple.")
