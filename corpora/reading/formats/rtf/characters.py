"""The characters of RTF: code pages of the document and of its fonts, and Unicode."""

from __future__ import annotations

import codecs

from duizhao import lazy

__all__ = ["Characters"]

# The charset of a font (RTF specification 1.9.1, font table) and the code page that it stands for.
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "big5hkscs",
    128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac-roman", 54936: "gb18030"}

# Bytes that are no ASCII.
_HIGH = lazy.compile(rb"[\x80-\xff]+")


def _codec(page: int) -> str:
    name = _PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


class Characters:
    """Bytes and numbers as they come, and the text that they are."""

    def __init__(self) -> None:
        self.page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._default: int | None = None
        self._font: int | None = None
        self._fonts_open: list[int | None] = []
        self._bytes = bytearray()
        self._text: list[str] = []
        # The first half of a character beyond the basic plane.
        self._half = 0

    def open(self) -> None:
        """Begin a group."""
        self._fonts_open.append(self._font)

    def close(self) -> None:
        """End a group: the font of the one around it holds again."""
        if self._fonts_open:
            self._font = self._fonts_open.pop()

    def word(self, name: str, value: int | None) -> bool:
        """Take a control word if it says how bytes are to be read.

        :param name: Its name.
        :param value: Its number.
        :return: Whether it was one.
        """
        if value is None:
            if name in ("mac", "pc", "pca"):
                self.page = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[name]
                return True
            return name == "ansi"
        if name == "ansicpg":
            self.page = _codec(value)
        elif name == "f":
            self._font = value
        elif name == "fcharset":
            # Charset 1 is that of the document.
            if self._font is not None and value in _CHARSETS:
                self._fonts[self._font] = _CHARSETS[value]
        elif name == "cpg":
            if self._font is not None:
                self._fonts[self._font] = _codec(value)
        elif name == "deff":
            self._default = value
        else:
            return False
        return True

    def put(self, data: bytes) -> None:
        """Add bytes."""
        if data:
            self._half = 0
            self._bytes += data

    def put_code(self, value: int) -> None:
        """Add a character by its number, which is signed and of 16 bits."""
        self._decode()
        code = value + 0x10000 if value < 0 else value
        if 0xD800 <= code < 0xDC00:
            self._half = code
        elif 0xDC00 <= code < 0xE000:
            if self._half:
                low = code - 0xDC00
                self._text.append(chr(0x10000 + ((self._half - 0xD800) << 10) + low))
            self._half = 0
        elif 0 <= code <= 0x10FFFF:
            # Symbol fonts put their pictures where Unicode has nothing; they say nothing.
            self._text.append("" if 0xF000 <= code < 0xF100 else chr(code))

    def take(self) -> str:
        """Return the text so far, and begin anew."""
        self._decode()
        text, self._text = "".join(self._text), []
        return text

    def _decode(self) -> None:
        if self._bytes:
            font = self._default if self._font is None else self._font
            name = self._fonts.get(font, self.page) if font is not None else self.page
            data = bytes(self._bytes)
            # Fonts of Western letters hold the others in pairs of bytes, as some programs write.
            if name == "cp1252" and not any(len(run) % 2 for run in _HIGH.findall(data)):
                name = self.page
            self._text.append(data.decode(name, "replace"))
            self._bytes.clear()
