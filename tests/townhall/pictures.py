"""Pictures of every kind, honest and hostile."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object) -> bytes:
    """A picture whose right half is lighter than its left."""
    file = BytesIO()
    drawn = Image.new(mode, size)
    bands = len(drawn.getbands())
    ImageDraw.Draw(drawn).rectangle((size[0] // 2, 0, size[0], size[1]), fill=(200,) * bands if bands > 1 else 200)
    drawn.save(file, kind, **more)
    return file.getvalue()


def png(width: int, height: int, *, content: bytes = b"", kind: int = 2) -> bytes:
    """A PNG by hand: whatever size it claims, with whatever content."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(content, 9)) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as found:
        found.load()
        return found


HOSTILE: dict[str, Callable[[], bytes]] = {
    "words": lambda: b"This is no picture.",
    "a page": lambda: b"<html><script>alert(1)</script></html>",
    "a drawing with a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "only the first bytes of a png": lambda: b"\x89PNG\r\n\x1a\n",
    "half a png": lambda: picture(size=(300, 300), compress_level=0)[:4000],
    "half a jpeg": lambda: picture("JPEG", (300, 300))[:700],
    "half a webp": lambda: picture("WEBP", (300, 300))[:60],
    "a png without a size": lambda: png(0, 0),
    "a png of another size than it says": lambda: png(100, 100, content=b"\0" * 10),
    "a png of no known kind": lambda: png(2, 2, kind=5),
    "a gif": lambda: picture("GIF", mode="L"),
    "a tiff": lambda: picture("TIFF"),
    "a bmp": lambda: picture("BMP"),
    "a script for printers": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "an icon": lambda: picture("ICO", mode="RGBA"),
}
