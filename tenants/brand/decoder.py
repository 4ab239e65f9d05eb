"""Run as a process of its own by logo.py: picture on standard input, a line of JSON and a PNG on standard output.

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
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read(MOST_BYTES + 1)), formats=FORMATS) as picture:
            if max(picture.size) > MOST_SIDE:
                return answer({"error": "too_many_pixels"})
            if min(picture.size) < LEAST_SIDE:
                return answer({"error": "too_small"})
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes means one thing: not a picture
        return answer({"error": "not_a_picture"})
    drawn.thumbnail((KEPT_SIDE, KEPT_SIDE))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    return answer({"width": clean.width, "height": clean.height}, written.getvalue())


if __name__ == "__main__":
    main()
