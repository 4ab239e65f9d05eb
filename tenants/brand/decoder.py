"""Run as a process of its own by logo.py: picture on standard input, a line of JSON and a PNG on standard output.

With the word "photo" after its name it takes more bytes and answers with a JPEG on white, as updates carry.

It limits itself before it looks at a single byte: half a gigabyte, five seconds of processor, no files, no children.
"""

import io
import json
import resource
import sys

MOST_BYTES = 2 * 1024 * 1024
MOST_MEMORY = 512 * 1024 * 1024
MOST_CPU_SECONDS = 5
MOST_SIDE, LEAST_SIDE, KEPT_SIDE = 4096, 16, 1024
MOST_PHOTO_BYTES, KEPT_PHOTO_SIDE = 8 * 1024 * 1024, 1600
FORMATS = ["PNG", "JPEG", "WEBP"]


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def answer(facts: dict[str, object], png: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + png)


def main() -> None:
    from PIL import Image, ImageOps  # loads its libraries while files may still be opened

    limit()
    is_photo = sys.argv[1:] == ["photo"]
    most = MOST_PHOTO_BYTES if is_photo else MOST_BYTES
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read(most + 1)), formats=FORMATS) as picture:
            if max(picture.size) > MOST_SIDE:
                return answer({"error": "too_many_pixels"})
            if min(picture.size) < LEAST_SIDE:
                return answer({"error": "too_small"})
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes means one thing: not a picture
        return answer({"error": "not_a_picture"})
    kept = KEPT_PHOTO_SIDE if is_photo else KEPT_SIDE
    drawn.thumbnail((kept, kept))
    clean = Image.new("RGBA", drawn.size, "white" if is_photo else 0)
    written = io.BytesIO()
    if is_photo:
        clean.alpha_composite(drawn)
        clean.convert("RGB").save(written, "JPEG", quality=82, progressive=True)
    else:
        clean.paste(drawn)
        clean.save(written, "PNG", optimize=True)
    return answer({"width": clean.width, "height": clean.height}, written.getvalue())


if __name__ == "__main__":
    main()
