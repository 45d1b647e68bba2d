"""Small files that people of the demo attach: a photo (PNG) and a paper (PDF), made without any library."""

import random
import struct
import zlib
from functools import cache

_WIDTH, _HEIGHT = 480, 320
_TABLES = ((224, 205, 178), (206, 214, 218), (233, 226, 212), (188, 198, 180))
_BODIES = ((60, 64, 72), (245, 245, 240), (168, 46, 42), (92, 122, 142))


@cache
def photo(number: int) -> bytes:
    """A picture of an appliance on a table; the same number gives the same picture."""
    chance = random.Random(number)
    wall, table, body = b"\xee\xf0\xf2", bytes(chance.choice(_TABLES)), bytes(chance.choice(_BODIES))
    left, width, top = chance.randint(90, 200), chance.randint(110, 170), chance.randint(50, 100)
    knob, scratch = (left + 30, 226, chance.randint(9, 14)), chance.randint(top + 10, 170)
    rows = bytearray()
    for y in range(_HEIGHT):
        row = bytearray((table if y > 226 else wall) * _WIDTH)
        if top < y < 262:
            row[3 * left : 3 * (left + width)] = body * width
            row[3 * (left + width - 22) : 3 * (left + width)] = bytes(part * 4 // 5 for part in body) * 22
        if abs(y - scratch) < 3:
            row[3 * left + 3 * (y % 3) : 3 * (left + 60)] = b"\xfa" * (180 - 3 * (y % 3))
        half = knob[2] ** 2 - (y - knob[1]) ** 2
        if half > 0:
            reach = int(half**0.5)
            row[3 * (knob[0] - reach) : 3 * (knob[0] + reach)] = b"\xd6\xb4\x5c" * (2 * reach)
        rows += b"\x00" + row
    return _png(bytes(rows))


def _png(rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def paper(title: str, lines: list[str]) -> bytes:
    """One page with a title and lines, in a Japanese font every reader knows by name."""
    drawn = [f"BT /F 20 Tf 60 760 Td <{_hex(title)}> Tj ET"]
    drawn += [f"BT /F 11 Tf 60 {720 - 22 * row} Td <{_hex(line)}> Tj ET" for row, line in enumerate(lines)]
    content = "\n".join(drawn).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UCS2-H "
        b"/DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922] "
        b"/ItalicAngle 0 /Ascent 752 /Descent -221 /CapHeight 737 /StemV 114 >>",
    ]
    return _pdf(objects)


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _pdf(objects: list[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)
