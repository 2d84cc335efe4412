"""From the modules of the page's script to the one script that a page carries.

A module names the files that it imports, and a page has no files beside it; a browser that opened
it from disk would refuse them, too. So each module becomes a function that is called once, after
those whose names it imports, and that returns what it exports::

    import { find } from "../dom.js";        modules["text/a.js"] = (() => {
    export const show = (id) => ...          const { find } = modules["dom.js"];
                                             const show = (id) => ...
                                             return { show };
                                             })();

What stands in a module unexported can be seen nowhere else, as in a browser's own modules. Lines
of comment stay behind: they are for those who change the modules.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from duizhao import lazy

__all__ = ["bundle"]

_IMPORT = lazy.compile(r'^import \{([\w\s,]+)\} from "(\.[./\w]+)";$', re.MULTILINE)
_EXPORT = lazy.compile(r"^export (?=(?:const|class|function) (\w+))", re.MULTILINE)
_COMMENT = lazy.compile(r"^ *(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\n+", re.MULTILINE | re.DOTALL)
_OTHER = lazy.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(entry: str, read: Callable[[str], str]) -> str:
    """Return a module and all that it imports as one script.

    :param entry: The path of the module, such as ``"main.js"``.
    :param read: What gives the text of a module by its path.
    :return: A classic script, which leaves no name behind; the same modules always give the same.
    :raises ValueError: If modules import each other in a circle, or if one imports or exports in
        another way than by ``import { … } from "./…";`` and ``export const|class|function …``.
    """
    done: dict[str, str] = {}
    _add(entry, read, done, ())
    return "\n".join(
        ['"use strict";', "(() => {", "const modules = {};", *done.values(), "})();\n"]
    )


def _add(
    path: str, read: Callable[[str], str], done: dict[str, str], above: tuple[str, ...]
) -> None:
    if path in above:
        message = f"modules import each other: {' from '.join([*above, path])}"
        raise ValueError(message)
    if path in done:
        return
    text = read(path)
    for match in _IMPORT.finditer(text):
        _add(_beside(path, match[2]), read, done, (*above, path))
    done[path] = _as_function(path, text)


def _as_function(path: str, text: str) -> str:
    names = ", ".join(_EXPORT.findall(text))
    text = _COMMENT.sub("", _EXPORT.sub("", text))
    text = _IMPORT.sub(
        lambda match: f'const {{{match[1]}}} = modules["{_beside(path, match[2])}"];', text
    )
    if other := _OTHER.search(text):
        message = f"{path}: {other[0]!r} is not among the ways to import and export"
        raise ValueError(message)
    return f'modules["{path}"] = (() => {{\n{text}return {{ {names} }};\n}})();'


def _beside(path: str, other: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), other))
