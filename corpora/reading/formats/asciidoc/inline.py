"""The text of a paragraph of AsciiDoc as a reader sees it: marks, links, references, notes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from duizhao import lazy
from duizhao.corpora.reading.formats.asciidoc.titles import reference
from duizhao.corpora.reading.formats.gathering import Gathering
from duizhao.corpora.reading.formats.story import raised

__all__ = ["say_inline"]

# Stands for a piece that is read already, so that marks around it are still seen.
_PIECE = "\x1a"
_CONTROLS = lazy.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What stands in brackets behind a macro: brackets within go one level deep.
_BRACKETS = r"\[((?:[^\[\]\n]|\n(?!\n)|\[[^\[\]]{0,400}\]){0,2000})\]"
_TARGET = r"[^\s\[\]]{0,500}"
_URL = r"(?:https?|ftp|irc)://[^\s\[\]<>]{1,2000}"
_MACRO = lazy.compile(
    # What is passed through as it stands.
    r"\+\+\+(?P<raw>.{0,2000}?)\+\+\+|\$\$(?P<dollars>[^$]{1,1000})\$\$"
    r"|(?P<pass>\bpass:[a-z,]{0,20})" + _BRACKETS.replace("(", "(?P<passed>", 1) + "|"
    r"\b(?P<formula>stem|latexmath|asciimath):" + _BRACKETS.replace("(", "(?P<math>", 1) + "|"
    # Curly quotes, and what is said to a machine.
    r"\"`(?P<double>(?:[^`\n]|`(?!\")){1,1000}?)`\"|'`(?P<single>(?:[^`\n]|`(?!')){1,1000}?)`'"
    r"|``(?P<codes>.{1,1000}?)``|(?<![\w`])`(?P<code>[^\s`](?:[^`]{0,998}[^\s`])?)`(?![\w`])"
    r"|(?<![\w+])\+(?P<plus>[^\s+](?:[^+\n]{0,998}[^\s+])?)\+(?![\w+])"
    # References and links.
    r"|<<(?P<id>[^<>,\n]{1,300})(?:,(?P<label>(?:[^>]|>(?!>)){0,1000}))?>>"
    r"|\[\[[^\[\]\n]{1,300}\]\]|\(\(\((?P<hidden>[^()]{1,500})\)\)\)|\(\((?P<term>[^()]{1,300})\)\)"
    r"|(?<![\w\\])(?P<note>footnote(?:ref)?):(?:[\w-]{1,80})?"
    + _BRACKETS.replace("(", "(?P<said>", 1) + "|"
    r"(?<![\w:\\])(?P<macro>link|xref|mailto|image|icon|kbd|btn|menu|anchor|indexterm2?|bibitem|video"
    r"|audio):(?P<target>" + _TARGET + ")" + _BRACKETS.replace("(", "(?P<text>", 1) + "|"
    r"(?P<url>" + _URL + ")" + _BRACKETS.replace("(", "(?P<shown>", 1) + "|"
    r"(?P<bare>" + _URL + r")|<(?P<angled>" + _URL + r")>"
    r"|(?<!\\)\{(?P<attribute>[\w-]{1,80})\}",
    re.DOTALL,
)  # fmt: skip
_ROLE = r"(?:\[[^\[\]\n]{0,80}\])?"
# What is seen as it is; anchors and terms of the index that are hidden are not.
_QUOTED = {"double": ("“", "”"), "single": ("‘", "’")}
# Marks that stand in words, then those that stand around words.
_MARKS = tuple(
    lazy.compile(pattern, re.DOTALL)
    for sign in "*_#"
    for pattern in (
        rf"(?<!\\){_ROLE}{re.escape(sign * 2)}([^\n]{{1,1000}}?){re.escape(sign * 2)}",
        (
            rf"(?<![\w\\{re.escape(sign)}]){_ROLE}{re.escape(sign)}(\S|\S.{{0,600}}?\S)"
            rf"{re.escape(sign)}(?!\w)"
        ),
    )
)
_RAISED = lazy.compile(r"\^(\S{1,40}?)\^|~(\S{1,40}?)~")
_ESCAPE = lazy.compile(r"\\(?=[*_`#^~{\[<(+&\"'.]|\\|https?:|footnote|link|image|xref)")
_FORCED = lazy.compile(r" \+(?=\n|$)")
_REPLACED = {"(C)": "©", "(R)": "®", "(TM)": "™", "->": "→", "=>": "⇒", "<-": "←", "<=": "⇐"}
_REPLACEMENT = lazy.compile(r"\(C\)|\(R\)|\(TM\)|(?<=\w)--(?=\w)|(?<=\s)--(?=\s)|(?<=\s)->(?=\s)")
_CAPTIONED = lazy.compile(r"""\s*,\s*[\w-]{1,30}\s*=|^[\w-]{1,30}\s*=""")
#: https://docs.asciidoctor.org/asciidoc/latest/attributes/character-replacement-ref/
_BUILT_IN = {
    "blank": "", "empty": "", "sp": " ", "nbsp": "\u00a0", "zwsp": "", "wj": "", "apos": "'",
    "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "deg": "°", "plus": "+",
    "brvbar": "¦", "vbar": "|", "amp": "&", "lt": "<", "gt": ">", "startsb": "[", "endsb": "]",
    "caret": "^", "asterisk": "*", "tilde": "~", "backslash": "\\", "backtick": "`",
    "two-colons": "::", "two-semicolons": ";;", "cpp": "C++", "pp": "++", "cxx": "C++",
}  # fmt: skip


def say_inline(
    text: str, flow: Gathering, attributes: Mapping[str, str], line: int | None = None
) -> None:
    """Add what a reader sees of some lines of a paragraph.

    :param text: The lines.
    :param flow: What they are added to; a note goes behind the paragraph that it stands in.
    :param attributes: What stands for a name in braces, and for a reference without a label.
    :param line: The line of the source that they begin at.
    """
    pieces: list[tuple[str, str]] = []

    def replaced(found: re.Match[str]) -> str:
        shown, kind = _shown(found, attributes)
        if not kind:
            return shown
        pieces.append((shown, kind))
        return _PIECE

    shown = _MACRO.sub(replaced, _FORCED.sub("\u2028", _CONTROLS.sub("", text)))
    for mark in _MARKS:
        shown = mark.sub(r"\1", shown)
    shown = _RAISED.sub(_raised, shown)
    shown = _REPLACEMENT.sub(lambda found: _REPLACED.get(found[0], "—"), shown)
    shown = html.unescape(_ESCAPE.sub("", shown))
    for number, plain in enumerate(shown.split(_PIECE)):
        if number and number <= len(pieces):
            _say_piece(*pieces[number - 1], flow, attributes, line)
        flow.say(plain, line)


def _raised(found: re.Match[str]) -> str:
    return (
        raised(found[1], found.string[max(0, found.start() - 40) : found.start()])
        if found[1]
        else found[2]
    )


def _say_piece(
    said: str, kind: str, flow: Gathering, attributes: Mapping[str, str], line: int | None
) -> None:
    if kind == "note":
        label = str(len(flow.labels) + 1)
        flow.refer(label)
        flow.open_note(label, label)
        say_inline(said, flow, attributes, line)
        flow.close_note()
    elif kind == "title":
        say_inline(said, flow, {}, line)  # one that refers to another ends there
    elif kind in _QUOTED:
        before, after = _QUOTED[kind]
        flow.say(before, line)
        say_inline(said, flow, attributes, line)
        flow.say(after, line)
    else:
        flow.say(said, line, code=kind == "code")


def _shown(found: re.Match[str], attributes: Mapping[str, str]) -> tuple[str, str]:
    """Return what is seen of a macro, and what it is: text if nothing is said."""
    said = found.groupdict()
    for name in ("code", "codes", "plus", "math", "raw", "dollars", "passed"):
        if said[name] is not None:
            return said[name], "code" if name in ("code", "codes", "math") else "plain"
    if said["attribute"] is not None:
        name = said["attribute"].lower()
        value = attributes.get(name, _BUILT_IN.get(name))
        return (found[0], "code") if value is None else (value, "")
    if said["note"] is not None:
        return said["said"] or "", "note" if said["said"] else ""
    if said["id"] is not None:
        return _reference(said["id"].strip(), said["label"] or "", attributes)
    if said["macro"] is not None:
        return _of_macro(said["macro"], said["target"] or "", said["text"] or "", attributes)
    for name in _QUOTED:
        if said[name] is not None:
            return said[name], name
    if said["term"] is not None:
        return said["term"], ""
    address = said["url"] or said["bare"] or said["angled"]
    label = _label(said["shown"] or "")
    return (label, "") if label or address is None else (address, "plain")


def _reference(key: str, label: str, titles: Mapping[str, str]) -> tuple[str, str]:
    if label.strip():
        return label.strip(), ""
    title = titles.get(reference(key), "")
    return (title, "title") if title else (reference(key), "plain")


def _of_macro(name: str, target: str, text: str, attributes: Mapping[str, str]) -> tuple[str, str]:
    if name in ("link", "xref", "mailto"):
        label = _label(text)
        if name == "xref":
            return _reference(target.lstrip("#"), label, attributes)
        return (label, "") if label else (target, "code")
    if name in ("kbd", "btn", "indexterm2"):
        return text, ""
    if name == "menu":
        return f"{target} > {text}" if text else target, ""
    return "", ""


def _label(text: str) -> str:
    """Return the label of a link without the attributes behind it."""
    text = text.strip()
    if text.startswith('"') and text.count('"') > 1:
        return text[1 : text.index('"', 1)]
    cut = _CAPTIONED.search(text)
    return (text[: cut.start()] if cut else text).rstrip("^").strip()
