"""How directives and roles are read, those of Sphinx and unknown ones too; none is carried out."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, TypeAlias

from docutils import nodes
from docutils.parsers import rst
from docutils.parsers.rst import states

from duizhao import lazy
from duizhao.corpora.reading.formats.story import names

__all__ = ["FETCHED", "Parser"]

# Lines as docutils holds them, and what reads them; it publishes no types of either.
_Lines: TypeAlias = Any

#: Directives whose content comes from another file.
FETCHED = names("include literalinclude")
# Directives that docutils itself reads, and that open no file.
_OWN = names("table list-table csv-table figure replace unicode")
_CODE = names(
    "code code-block sourcecode parsed-literal math raw graphviz digraph graph doctest testcode"
    " testoutput testsetup testcleanup prompt ipython jupyter-execute mermaid uml plantuml"
    " productionlist"
    " plot csv exec command-output program-output terminal"
)
_ASIDE = names(
    "toctree contents index image meta highlight role default-role currentmodule module sectnum"
    " section-numbering tabularcolumns cssclass class target-notes sphinx-settings"
    " currentmodule bibliography youtube video autosummary automodule autoclass autofunction"
    " automethod autodata autoexception autoattribute program default-domain"
    " restructuredtext-test-directive"
    " date title default-literal-role"
)
# Directives whose argument is the name of a thing in a program.
_SIGNATURES = names(
    "function class method attribute exception data module decorator staticmethod classmethod"
    " property option envvar describe object cmdoption confval macro type struct member var"
)
_OPTION = lazy.compile(r":[\w-]{1,60}:(?:\s|$)")
_LABELLED = lazy.compile(r"(?P<label>.{1,1000}?)\s*<(?P<target>[^<>]{1,500})>", re.DOTALL)
# Roles whose text is read; that of others is the name of a thing.
_TEXT_ROLES = names(
    "ref doc numref term abbr dfn emphasis strong guilabel menuselection title-reference title t"
    " sub subscript sup superscript download any index rfc pep pep-reference rfc-reference"
    " cite footcite"
    " underline strike fab del ins link"
)


class _Reading:
    """Reads the content of directives as text, and carries none out."""

    def __init__(self, state_machine: _Lines, debug: bool = False) -> None:
        super().__init__(state_machine, debug)  # type: ignore[call-arg]
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def directive(self, match: re.Match[str], **presets: object) -> tuple[list[nodes.Node], bool]:
        """Return the nodes of a directive, and whether a blank line ends it."""
        name = match.group(1).lower()
        if name in _OWN:
            return super().directive(match, **presets)  # type: ignore[misc, no-any-return]
        machine: Any = self.state_machine  # type: ignore[attr-defined]
        line = machine.abs_line_number()
        block, _, offset, finished = machine.get_first_known_indented(match.end(), strip_top=0)
        while block and not block[-1].strip():
            block.trim_end()
        shown = "\n".join(
            [f".. {match.group(1)}:: {block[0] if block else ''}".rstrip(), *block[1:]]
        )
        if name in FETCHED:
            node: Any = nodes.literal_block(shown, shown, fetched=block[0].strip() if block else "")
            node.line = line
            return [node], finished
        if name in _CODE:
            text = "\n".join(_without_head(block))
            node = nodes.literal_block(text, text)
            node.line = line
            return [node], finished
        if name in _ASIDE or name.startswith("auto"):
            node = nodes.literal_block(shown, shown)
            node.line = line
            return [node], finished
        return [self._container(name, block, offset, line)], finished

    def _container(self, name: str, block: _Lines, offset: int, line: int) -> nodes.Node:
        holder = nodes.container()
        first = 0
        while (
            first < len(block) and block[first].strip() and not _OPTION.match(block[first].strip())
        ):
            first += 1
        argument = " ".join(each.strip() for each in block[:first]).strip()
        while first < len(block) and block[first].strip():
            first += 1
        if argument and (":" in name or name in _SIGNATURES):
            said: Any = nodes.literal_block(argument, argument)
        else:
            texts, _ = self.inline_text(argument, line)  # type: ignore[attr-defined]
            said = nodes.paragraph(argument, "", *texts)
        said.line = line
        if argument:
            holder += said
        self.nested_parse(block[first:], offset + first, holder)  # type: ignore[attr-defined]
        return holder


def _without_head(block: _Lines) -> list[str]:
    """Return the lines of a listing without its language and options."""
    lines = list(block)
    if lines and lines[0].strip():
        while lines and lines[0].strip():
            lines.pop(0)
    return lines


class _Inliner(states.Inliner):
    """Reads roles: of those that point somewhere the label, of others the name as code."""

    def interpreted(
        self, rawsource: str, text: str, role: str, lineno: int
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return what is seen of a role."""
        shown = nodes.unescape(text)
        name = (role or "title-reference").lower().rpartition(":")[2]
        labelled = _LABELLED.fullmatch(shown)
        if labelled is not None:
            return [nodes.inline(rawsource, labelled["label"])], []
        if name in ("sup", "superscript"):
            return [nodes.superscript(rawsource, shown)], []
        if name in _TEXT_ROLES and name not in ("ref", "doc", "numref", "download", "any"):
            return [nodes.inline(rawsource, shown)], []
        return [nodes.literal(rawsource, shown)], []


# Docutils looks for the parts of its patterns in the class itself.
for _name, _value in vars(states.Inliner).items():
    if _name not in vars(_Inliner) and not _name.startswith("__"):
        setattr(_Inliner, _name, _value)
# The table of what begins with two dots holds functions, not their names.
_explicit = SimpleNamespace(
    constructs=[
        (_Reading.directive if reads is states.Body.directive else reads, pattern)
        for reads, pattern in states.Body.explicit.constructs
    ],
    patterns=states.Body.explicit.patterns,
)
_STATES = tuple(
    type(known.__name__, (_Reading, known), {"explicit": _explicit})
    for known in states.state_classes
)


class Parser(rst.Parser):
    """A parser that opens no file and runs nothing."""

    def __init__(self) -> None:
        super().__init__(inliner=_Inliner())
        self.state_classes = _STATES
