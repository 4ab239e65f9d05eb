"""What a phone and a browser tab show of a business: its logo or its initials, and the manifest that names them."""

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import fontpkg_source_sans_3
from PIL import Image, ImageDraw, ImageFont

from tenants.brand.initials import initials
from tenants.brand.palette import Palette

SIZES = (16, 32, 180, 192, 512)
MANIFEST_SIZES = (192, 512)
MARGIN = 0.08  # a logo keeps clear of the edges, which phones round off
FONT = Path(fontpkg_source_sans_3.__file__).with_name("files") / "SourceSans3[wght].ttf"
WHITE = (255, 255, 255, 255)


def icon_set(logo_png: bytes) -> dict[int, bytes]:
    """Square PNGs by side. Takes a logo that was cleaned (or drawn) by us, never an upload."""
    with Image.open(io.BytesIO(logo_png), formats=["PNG"]) as opened:
        logo = opened.convert("RGBA")
    return {side: _png(_square(logo, side)) for side in SIZES}


def favicon(logo_png: bytes) -> bytes:
    """A .ico with the two sizes that browsers still ask for at /favicon.ico."""
    with Image.open(io.BytesIO(logo_png), formats=["PNG"]) as opened:
        square = _square(opened.convert("RGBA"), 32)
    written = io.BytesIO()
    square.save(written, "ICO", sizes=[(16, 16), (32, 32)])
    return written.getvalue()


@lru_cache(maxsize=128)
def monogram(name: str, palette: Palette, side: int = 512) -> bytes:
    """A PNG of the name's initials on the brand colour, for a business without a logo."""
    paper = Image.new("RGBA", (side, side), palette.light.brand)
    letters = initials(name)
    font = ImageFont.truetype(FONT, size=int(side * (0.46 if len(letters) > 1 else 0.58)))
    font.set_variation_by_axes([600])
    ImageDraw.Draw(paper).text((side / 2, side / 2), letters, font=font, fill=palette.light.brand_ink, anchor="mm")
    return _png(paper)


def manifest(name: str, palette: Palette, icons: Mapping[int, str]) -> str:
    """The web-app manifest (JSON) with which a customer installs the portal; `icons` are addresses by side."""
    return json.dumps(
        {
            "name": name,
            "short_name": name if len(name) <= 12 else name.split(maxsplit=1)[0][:12],  # noqa: PLR2004 - what fits under an icon
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": palette.light.surface,
            "theme_color": palette.light.surface_raised,
            "icons": [
                {"src": icons[side], "sizes": f"{side}x{side}", "type": "image/png", "purpose": "any"}
                for side in MANIFEST_SIZES
            ],
        },
        ensure_ascii=False,
    )


def _square(logo: Image.Image, side: int) -> Image.Image:
    """The logo in the middle of a white square; one that fills its own square to the corners keeps doing so."""
    inner = side if logo.width == logo.height and _is_opaque(logo) else round(side * (1 - 2 * MARGIN))
    scale = inner / max(logo.size)
    small = logo.resize(
        (max(1, round(logo.width * scale)), max(1, round(logo.height * scale))), Image.Resampling.LANCZOS
    )
    paper = Image.new("RGBA", (side, side), WHITE)
    paper.alpha_composite(small, ((side - small.width) // 2, (side - small.height) // 2))
    return paper


def _is_opaque(logo: Image.Image) -> bool:
    return logo.getchannel("A").getextrema() == (255, 255)


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
