"""The demo's logos, drawn here with plain shapes."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = 512


def acme() -> bytes:
    """A loaf with three cuts on a warm ground."""
    return _png("#8A3B12", _loaf)


def globex() -> bytes:
    """A cog on blue."""
    return _png("#1B4B8F", _cog)


def _png(ground: str, draw: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    image = Image.new("RGBA", (SIZE * 2, SIZE * 2), (0, 0, 0, 0))
    canvas = ImageDraw.Draw(image)
    canvas.rounded_rectangle((0, 0, SIZE * 2 - 1, SIZE * 2 - 1), radius=220, fill=ground)
    draw(canvas)
    buffer = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _loaf(canvas: ImageDraw.ImageDraw) -> None:
    canvas.rounded_rectangle((170, 400, 854, 760), radius=180, fill="#F6DDA8")
    canvas.ellipse((170, 300, 854, 720), fill="#F6DDA8")
    for left in (330, 490, 650):
        canvas.line((left - 50, 560, left + 60, 390), fill="#8A3B12", width=44)


def _cog(canvas: ImageDraw.ImageDraw) -> None:
    for angle in range(0, 180, 45):
        tooth = Image.new("L", (SIZE * 2, SIZE * 2), 0)
        ImageDraw.Draw(tooth).rounded_rectangle((432, 180, 592, 844), radius=40, fill=255)
        turned = tooth.rotate(angle, resample=Image.Resampling.BICUBIC)
        canvas.bitmap((0, 0), turned, fill="#FFFFFF")
    canvas.ellipse((272, 272, 752, 752), fill="#FFFFFF")
    canvas.ellipse((402, 402, 622, 622), fill="#D9480F")
