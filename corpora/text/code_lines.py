"""Lines of a plain text that are code: listings between fences, sessions of a shell, markup lines.

A listing is what stands between two fences of Markdown or two rules of AsciiDoc under a line that
announces one. Other lines count by their own characters, each for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao import lazy

__all__ = ["code_lines", "looks_like_code"]

_FENCE = lazy.compile(r"[ \t]{0,12}(?P<mark>`{3,}|~{3,})[^`\n]{0,100}")
_RULE = lazy.compile(r"(?P<mark>-{4,}|\.{4,}|\+{4,}|={4,}|\|===|_{4,}|\*{4,}|/{4,})\s*")
_LISTED = lazy.compile(r"\[(?:source|listing|literal)\b[^\]\n]{0,200}\]\s*")
# Lines that are markup as a whole: attributes, anchors and comments of AsciiDoc, blocks of d2l and
# reStructuredText, imports and declarations of LaTeX.
_MARKUP = lazy.compile(
    r"\[\[[^\[\]\n]{1,200}\]\]|\[(?:[%#.][\w%#.-]{1,60}"
    r"|(?:source|listing|literal|quote|verse|cols|options|role|id|subs|discrete|horizontal|qanda"
    r"|appendix|preface|abstract|partintro)(?:[,=.#%][^\]\n]{0,200})?)\]"
    r"|\(\(\([^()\n]{1,300}\)\)\)|(?:ifdef|ifndef|endif|include|toc)::[^\n]{0,300}"
    r"|:[a-z][\w-]{1,60}:\s?[^\s]{0,200}|#@\w[^\n]{0,200}|\.\. [\w-]{1,60}::[^\n]{0,200}",
    re.ASCII,
)
_LATEX_COMMENT = lazy.compile(r"%(?!\d)[^\n]{0,600}")
_PROMPT = lazy.compile(
    r"(?:\$|>>>|(?:[\w.-]{1,40}@)?[\w.-]{1,60}[:~][^\s#$]{0,60}[#$]|PS [A-Z]:\\[^>\n]{0,100}>"
    r"|C:\\[^>\n]{0,100}>)[ ](?=\S)[^\n]{1,600}",
    re.ASCII,
)
_SHEBANG = lazy.compile(r"#!\s?/[^\n]{1,100}")
# What a line of prose does not look like: statements, assignments, calls, pipes, ends of blocks.
_STATEMENT = lazy.compile(
    r"(?:import|from) [A-Za-z_][\w.]*(?: import [\w.,* ]+| as \w+)?;?"
    r"|from [\w.]+ import [\w.,*() ]+|#include\s?[<\"][^<>\"\n]{1,100}[>\"]"
    r"|(?:def|class|func|fn|function)\s+\w+\s?[(\[<{][^\n]{0,300}[:{)]"
    r"|(?:(?:const|let|var|int|float|double|char|bool|auto|static|public|private|final|export"
    r"|local)\s+)?[A-Za-z_$][\w.$\[\]]{0,80}\s?(?:[-+*/|&]?=|:=)\s?[^\s=][^\n]{0,400}"
    r"|(?:[\w.$]{1,80}\([^\n]{0,300}\)(?:\.\w{1,60}\([^\n]{0,200}\)){0,6};?)|[{}()\[\];,]{1,8}"
    r"|(?:if|for|while|switch|else if|elif|with|try|except|catch)\b[^\n]{0,200}[:{]"
    r"|(?:else|try|finally|do|done|fi|esac|then|end|return|break|continue)[:;{]?"
    r"|(?=[^\n]*[=()<>&|\[\]_])[^\n]{1,400}[;{]"
    r"|</?\w[^<>\n]{0,400}>(?:[^<>\n]{0,200}</\w{1,40}>)?|//[^\n]{0,200}",
    re.ASCII,
)
_SURE = lazy.compile(
    r"(?:from [\w.]+ import [\w.,*() ]+|import [a-z_][\w.]*(?:\.\w+| as \w+)[\w.]*;?"
    r"|#include\s?[<\"].*|[\w.$]{0,60}_[\w.$]{0,60}\([^\n]{0,300}\);?|[a-z_][\w.]{0,60}\.[a-z_]\w{0,60}\([^\n]{0,300}\);?"
    r"|[a-z_][\w.\[\]]{0,60} = [a-z_][\w.]{0,60}\([^\n]{0,300}\);?|def \w{1,60}\([^\n]{0,300}\):?)",
    re.ASCII,
)
# A text counts as code from this share of its lines on.
_MOST = 0.5


def code_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that are code or markup as a whole, without their white space.

    :param text: A text.
    """
    fence = ""
    announced = False
    latex = "\\begin{" in text
    at = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        start = at + len(raw) - len(raw.lstrip())
        at += len(raw)
        if not line:
            continue
        if fence:
            yield start, start + len(line)
            if _closes(line, fence):
                fence = ""
            continue
        mark = _FENCE.fullmatch(line)
        if mark is None and announced:
            mark = _RULE.fullmatch(line)
        if mark is not None and _is_closed(text, at, mark["mark"]):
            fence = mark["mark"]
            yield start, start + len(line)
        elif _is_code_line(line) or (latex and _LATEX_COMMENT.fullmatch(line)):
            yield start, start + len(line)
        announced = _LISTED.fullmatch(line) is not None


def looks_like_code(text: str) -> bool:
    r"""Say whether a text that a format sets line by line is code, and no verse or letter.

    :param text: The lines.

    >>> looks_like_code("x = f(1);\nreturn;"), looks_like_code("Tyger Tyger,\nburning bright")
    (True, False)
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    code = sum(
        _is_code_line(line) or _STATEMENT.fullmatch(line[:_LONGEST]) is not None for line in lines
    )
    return bool(lines) and code >= _MOST * len(lines)


_LONGEST = 600  # characters of a line that are looked at


def _is_code_line(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    return any(p.fullmatch(line) for p in (_MARKUP, _PROMPT, _SHEBANG, _SURE))


def _closes(line: str, fence: str) -> bool:
    return line.startswith(fence) and not line.strip(fence[0])


def _is_closed(text: str, at: int, mark: str) -> bool:
    """Say whether a line of the same mark comes later."""
    return text.find("\n" + mark, max(0, at - 1)) >= 0
