"""Paragraphs as files of formats that have no headings, lists or notes.

:data:`FLAT` maps the name of a format to a function from paragraphs to the bytes of a file.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

__all__ = ["FLAT"]


def _json(texts: Sequence[str]) -> bytes:
    return json.dumps({"page": {f"p{n}": text for n, text in enumerate(texts)}}).encode()


def _properties(texts: Sequence[str]) -> bytes:
    rows = (f"p{n} = " + text.replace("\\", "\\\\") for n, text in enumerate(texts))
    return "\n".join(rows).encode()


def _strings(texts: Sequence[str]) -> bytes:
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "\n".join(f'"p{n}" = "{text}";' for n, text in enumerate(quoted)).encode("utf-16")


def _android(texts: Sequence[str]) -> bytes:
    escaped = (escape(re.sub(r"([\\'\"])", r"\\\1", text)) for text in texts)
    rows = (f'<string name="p{n}">{text}</string>' for n, text in enumerate(escaped))
    return f"<resources>{''.join(rows)}</resources>".encode()


def _xlsx(texts: Sequence[str]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for text in texts:
        book.worksheets[0].append([text])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _po(texts: Sequence[str]) -> bytes:
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "\n".join(f'msgid "{text}"\nmsgstr ""\n' for text in quoted).encode()


def _times(number: int) -> tuple[int, int]:
    # Silence between two paragraphs ends a sentence.
    return divmod(number * 10, 60)


def _srt(texts: Sequence[str]) -> bytes:
    cues = []
    for n, text in enumerate(texts):
        minutes, seconds = _times(n)
        begin = f"00:{minutes:02}:{seconds:02},000"
        cues.append(f"{n + 1}\n{begin} --> {begin[:-3]}900\n{text}\n")
    return "\n".join(cues).encode()


def _ass(texts: Sequence[str]) -> bytes:
    lines = ["[Script Info]", "[Events]"]
    for n, text in enumerate(texts):
        minutes, seconds = _times(n)
        begin = f"0:{minutes:02}:{seconds:02}."
        lines.append(f"Dialogue: 0,{begin}00,{begin}90,Default,,0,0,0,,{text}")
    return "\n".join(lines).encode()


def _ttml(texts: Sequence[str]) -> bytes:
    cues = (
        f'<p begin="{n * 10}s" end="{n * 10 + 1}s">{escape(text)}</p>'
        for n, text in enumerate(texts)
    )
    space = 'xmlns="http://www.w3.org/ns/ttml"'
    return f"<tt {space}><body><div>{''.join(cues)}</div></body></tt>".encode()


FLAT: dict[str, Callable[[Sequence[str]], bytes]] = {
    "json": _json,
    "properties": _properties,
    "strings": _strings,
    "xml-strings": _android,
    "xlsx": _xlsx,
    "po": _po,
    "srt": _srt,
    "ass": _ass,
    "ttml": _ttml,
}
