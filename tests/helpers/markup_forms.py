"""The text of :mod:`helpers.every_format` in languages of markup, as people write them.

:data:`MARKUP` maps the name of a format to a function from blocks to the bytes of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from helpers.blocks import Block, Heading, Items, Table
from helpers.every_format import as_markdown

__all__ = ["MARKUP"]


def _wrapped(text: str) -> str:
    words = text.split(" ")
    return "\n".join(" ".join(words[i : i + 9]) for i in range(0, len(words), 9))


def as_latex(blocks: Sequence[Block]) -> bytes:
    """Return an article with a preamble."""
    parts = [
        "\\documentclass{article}\n\\usepackage{ctex} % for Chinese\n\\begin{document}\n\\maketitle"
    ]
    for block in blocks:
        if isinstance(block, Heading):
            name = "sub" * (block.level - 1) + "section"
            parts.append(f"\\{name}{{{_latex(block.text)}}}\\label{{s:{len(parts)}}}")
        elif isinstance(block, Items):
            items = "\n".join(f"  \\item {_wrapped(_latex(text))}" for text in block.texts)
            parts.append(f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}")
        elif isinstance(block, Table):
            rows = " \\\\\n".join(" & ".join(map(_latex, row)) for row in block.rows)
            parts.append(f"\\begin{{tabular}}{{|l|l|}}\n\\hline\n{rows}\n\\end{{tabular}}")
        else:
            note = f"\\footnote{{{_latex(block.note)}}}" if block.note else ""
            parts.append(_wrapped(_latex(block.text)) + note)
    return "\n\n".join([*parts, "\\end{document}\n"]).encode()


def _latex(text: str) -> str:
    curly = text.replace("“", "``").replace("”", "''").replace("’", "'")
    return re.sub(r"([&%$#_{}])", r"\\\1", curly)


def as_asciidoc(blocks: Sequence[Block]) -> bytes:
    """Return an AsciiDoc text with hard-wrapped lines."""
    parts = [":toc:\n// a comment"]
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"[[s-{len(parts)}]]\n{'=' * (block.level + 1)} {block.text}")
        elif isinstance(block, Items):
            parts.append("\n".join(f"* {_wrapped(text)}" for text in block.texts))
        elif isinstance(block, Table):
            rows = "\n\n".join("\n".join(f"|{cell}" for cell in row) for row in block.rows)
            parts.append(f'[cols="{len(block.rows[0])}*"]\n|===\n{rows}\n|===')
        else:
            note = f"footnote:[{block.note}]" if block.note else ""
            parts.append(_wrapped(block.text) + note)
    return "\n\n".join(parts).encode()


def as_mdx(blocks: Sequence[Block]) -> bytes:
    """Return MDX with front matter, an import and a component around the text."""
    head = "---\nslug: /log\n---\n\nimport Page from './page';\n\n<Page wide={true}>\n\n"
    return head.encode() + as_markdown(blocks) + b"\n\n</Page>\n"


def as_rtf(blocks: Sequence[Block]) -> bytes:
    """Return an RTF document whose Chinese is in a code page, the rest in Unicode."""
    fonts = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset134 Song;}}"
    parts = [f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}{{\\header A running head\\par}}"]
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"\\pard\\outlinelevel{block.level - 1} {_rtf(block.text)}\\par")
        elif isinstance(block, Items):
            parts += (
                f"{{\\listtext\\bullet\\tab}}\\pard\\ls1 {_rtf(text)}\\par" for text in block.texts
            )
        elif isinstance(block, Table):
            for row in block.rows:
                cells = "".join(f"{_rtf(cell)}\\cell " for cell in row)
                parts.append(f"\\trowd\\pard\\intbl {cells}\\row")
        else:
            note = ""
            if block.note:
                note = (
                    f"{{\\super\\chftn}}{{\\footnote\\pard {{\\super\\chftn}} {_rtf(block.note)}}}"
                )
            parts.append(f"\\pard {_rtf(block.text)}{note}\\par")
    return "\n".join([*parts, "}"]).encode("ascii")


def _rtf(text: str) -> str:
    return "".join(map(_rtf_character, re.sub(r"([\\{}])", r"\\\1", text)))


def _rtf_character(character: str) -> str:
    if character.isascii():
        return character
    if "\u4e00" <= character <= "\u9fff":
        return "{\\f1" + "".join(f"\\'{byte:02x}" for byte in character.encode("gbk")) + "}"
    return f"\\u{ord(character)}?"


def as_rst(blocks: Sequence[Block]) -> bytes:
    """Return reStructuredText with hard-wrapped lines."""
    parts: list[str] = [".. a comment"]
    notes: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            rule = "=-~"[block.level - 1] * 2 * len(block.text)
            parts.append(f"{block.text}\n{rule}")
        elif isinstance(block, Items):
            items = (_wrapped(text).replace("\n", "\n  ") for text in block.texts)
            parts.append("\n".join(f"* {text}" for text in items))
        elif isinstance(block, Table):
            rows = "\n".join(
                "   " + ("*" if not n else " ") + f" - {cell}"
                for row in block.rows
                for n, cell in enumerate(row)
            )
            parts.append(f".. list-table::\n\n{rows}")
        else:
            mark = ""
            if block.note:
                notes.append(f".. [#] {block.note}")
                mark = " [#]_"
            parts.append(_wrapped(block.text) + mark)
    return "\n\n".join([*parts, *notes]).encode()


MARKUP: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "latex": as_latex,
    "asciidoc": as_asciidoc,
    "mdx": as_mdx,
    "rtf": as_rtf,
    "rst": as_rst,
}
