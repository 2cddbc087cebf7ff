"""QR codes read again, by a reader that knows nothing of ours."""

import struct
import zlib

import zxingcpp


def read_png(png: bytes) -> tuple[int, int, bytes]:
    """Width, height, and a byte of grey for each pixel, of a PNG of one bit (as segno writes)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, palette = 8, b"", b"\x00\x00\x00\xff\xff\xff"
    width = height = 0
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) in ((1, 0), (1, 3)), (depth, colour)
        elif kind == b"PLTE":
            palette = body
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    rows, wide = zlib.decompress(data), (width + 7) // 8
    pixels, above = bytearray(), bytes(wide)
    for start in range(0, height * (wide + 1), wide + 1):
        line = rows[start + 1 : start + 1 + wide]
        if rows[start] == 2:  # the filter «up»: what differs from the line above
            line = bytes((one + other) & 255 for one, other in zip(line, above, strict=True))
        else:
            assert rows[start] == 0, "a filter, which this reader does not know"
        pixels += bytes(palette[3 * (line[x // 8] >> (7 - x % 8) & 1)] for x in range(width))
        above = line
    return width, height, bytes(pixels)


def read_code(png: bytes) -> str:
    """What the one code in a picture says."""
    width, height, pixels = read_png(png)
    [found] = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (height, width)))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)
