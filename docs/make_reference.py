"""Write the pages of docs/reference/ from the code: ``python3 run.py docs``.

``cli.md`` has every command and option, ``api.md`` what ``import duizhao`` offers,
``alignment-json.md`` the JSON Schema of results. ``--check`` writes nothing and ends with 1 if a
page is not that of the code.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

import duizhao
from duizhao.cli.main import main as duizhao_command

FOLDER = Path(__file__).with_name("reference")
NOTE = "<!-- Written by docs/make_reference.py: python3 run.py docs -->\n"


def main() -> int:
    """Write, or compare with what was written."""
    pages = {"cli.md": cli_page(), "api.md": api_page(), "alignment-json.md": schema_page()}
    stale = [
        name
        for name, text in pages.items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text("utf-8") != text
    ]
    if "--check" in sys.argv:
        for name in stale:
            sys.stderr.write(f"docs/reference/{name} is old; run: python3 run.py docs\n")
        return int(bool(stale))
    for name in stale:
        (FOLDER / name).write_text(pages[name], encoding="utf-8", newline="\n")
    return 0


# The command line.


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and those below it, by name."""
    yield name, command
    if isinstance(command, click.Group):
        for word in sorted(command.commands):
            yield from commands(command.commands[word], f"{name} {word}")


def cli_page() -> str:
    """Return the page of the command line."""
    head = (
        "# Commands and options\n\n" + NOTE + "\n"
        "What `duizhao COMMAND --help` prints, on one page. [Exit statuses](../exit-status.md) are "
        "the same for all commands.\n"
    )
    return head + "".join(
        command_text(name, command) for name, command in commands(duizhao_command, "duizhao")
    )


def command_text(name: str, command: click.Command) -> str:
    """Return the section of a command."""
    level = "##" if name.count(" ") < 2 else "###"
    words, example = said(inspect.cleandoc(command.help or ""))
    arguments = [p.metavar or p.name.upper() for p in command.params if is_argument(p)]
    usage = " ".join([name, *arguments, "[OPTIONS]" if options(command) else ""]).strip()
    if isinstance(command, click.Group):
        usage = f"{name} COMMAND"
    text = f"\n{level} {name}\n\n```text\n{usage}\n```\n\n{words}\n"
    if example:
        text += f"\n```sh\n{example}\n```\n"
    if isinstance(command, click.Group):
        rows = [
            f"| [`{name} {word}`](#{f'{name} {word}'.replace(' ', '-')}) | {brief(below)} |\n"
            for word, below in sorted(command.commands.items())
        ]
        text += "\n| command | what it does |\n|---|---|\n" + "".join(rows)
    if options(command):
        rows = [f"| {flags(option)} | {meaning(option)} |\n" for option in options(command)]
        text += "\n| option | meaning |\n|---|---|\n" + "".join(rows)
    return text


def said(help_text: str) -> tuple[str, str]:
    """Return what a command says of itself, and its examples."""
    words, _, example = re.sub(r"\x08\n?", "", help_text).partition("Example")
    lines = example.partition("\n")[2]
    return escaped(words.strip()), inspect.cleandoc(lines).strip()


def brief(command: click.Command) -> str:
    """Return the first sentence of what a command says of itself."""
    words = said(inspect.cleandoc(command.help or ""))[0]
    return " ".join(re.split(r"(?<=\.)\s", words.partition("\n\n")[0])[0].split())


def is_argument(parameter: click.Parameter) -> bool:
    """Tell an argument from an option."""
    return isinstance(parameter, click.Argument)


def options(command: click.Command) -> list[click.Option]:
    """Return the options of a command, in the order of its help text."""
    found = (p for p in command.params if isinstance(p, click.Option) and not p.hidden)
    return [option for option in found if option.name not in ("version", "help")]


def flags(option: click.Option) -> str:
    """Return how an option is given."""
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if option.is_flag or option.count:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} " + ", ".join(f"`{choice}`" for choice in option.type.choices)
    shown = option.metavar or "N"
    return f"{names} `{shown}`"


def meaning(option: click.Option) -> str:
    """Return what an option does, as a cell of a table."""
    words = escaped(" ".join((option.help or "").split())).replace("|", "\\|")
    return f"{words} **Required.**" if option.required else words


def escaped(words: str) -> str:
    """Return a plain text as Markdown: what looks like a tag is none."""
    parts = re.split(r"(`[^`]*`)", words)
    parts[::2] = [re.sub(r"([<>*_]|(?<=\s)#)", r"\\\1", part) for part in parts[::2]]
    return "".join(parts)


# Python.


def api_page() -> str:
    """Return the page of what ``import duizhao`` offers."""
    head = (
        "# What `import duizhao` offers\n\n" + NOTE + "\n"
        "Each function with an example: [From Python](../python.md).\n"
    )
    names = [name for name in duizhao.__all__ if not name.startswith("__")]
    groups = {
        "Functions": [name for name in names if name.islower()],
        "Types": [n for n in names if not n.islower() and not n.endswith("Error")],
        "Errors": [name for name in names if name.endswith("Error")],
    }
    return head + "".join(
        f"\n## {title}\n" + "".join(map(entry, found)) for title, found in groups.items()
    )


def entry(name: str) -> str:
    """Return the section of a name."""
    value = getattr(duizhao, name)
    text = f"\n### {name}\n"
    if name != "Encoder" and not name.endswith("Error"):
        text += f"\n```py\n{signature(name, value)}\n```\n"
    text += f"\n{docstring(inspect.getdoc(value) or '')}\n"
    if inspect.isclass(value):
        text += "".join(member(name, key, value) for key in methods(value))
    return text


def methods(value: type) -> list[str]:
    """Return the public functions and properties that a class defines itself."""
    kinds = (property, classmethod, staticmethod)
    return [
        key
        for key, each in vars(value).items()
        if not key.startswith("_") and (inspect.isfunction(each) or isinstance(each, kinds))
    ]


def member(name: str, key: str, value: type) -> str:
    """Return what is said of one function or property of a class."""
    each = inspect.getattr_static(value, key)
    doc = docstring(inspect.getdoc(each) or "")
    if isinstance(each, property):
        return f"\n#### {name}.{key}\n\n{doc}\n"
    return (
        f"\n#### {name}.{key}()\n\n```py\n{signature(f'{name}.{key}', getattr(value, key))}\n```\n"
        f"\n{doc}\n"
    )


def signature(name: str, value: Any) -> str:  # noqa: ANN401 - a function or a class
    """Return how something is called, a parameter a line."""
    found = inspect.signature(value)
    lines, before = [], None
    for parameter in found.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and before is not parameter.KEYWORD_ONLY:
            lines.append("    *,")
        before = parameter.kind
        lines.append(f"    {parameter.name}: {parameter.annotation}{default(parameter)},")
    inside = "\n".join(lines)
    back = found.return_annotation
    returned = f" -> {back}" if isinstance(back, str) and back != "None" else ""
    return f"{name}(\n{inside}\n){returned}" if lines else f"{name}(){returned}"


def default(parameter: inspect.Parameter) -> str:
    """Return what a parameter is if it is not given."""
    if parameter.default is parameter.empty:
        return ""
    shown = repr(parameter.default)
    if callable(parameter.default) or "factory" in shown or "mappingproxy" in shown:
        return " = …"
    return f" = {shown}" if len(shown) < 24 else f" = {type(parameter.default).__name__}()"


def docstring(doc: str) -> str:
    """Return a docstring as Markdown: parameters as a list."""
    doc = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", doc.partition("\n>>> ")[0])
    doc = doc.partition("\n:: ")[0]
    words, *fields = re.split(r"^(?=:\w)", doc, flags=re.MULTILINE)
    rows = []
    for field in fields:
        head, _, rest = field.lstrip(":").partition(":")
        label = " ".join(head.split()[1:])
        told = " ".join(rest.split()).replace("``", "`")
        kind = head.split()[0]
        start = {"param": f"`{label}`", "raises": f"raises `{label}`"}.get(kind, "returns")
        rows.append(f"- {start}: {told}\n")
    listed = "\n" + "".join(rows) if rows else ""
    return (escaped(words.replace("``", "`").strip()) + "\n" + listed).strip()


# The contract.


def schema_page() -> str:
    """Return the page of ``alignment.json``."""
    path = files("duizhao.corpora.exchange") / "data" / "alignment-1.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    text = (
        "# alignment.json\n\n" + NOTE + "\n"
        f"{escaped(schema['description'])}\n\nThe schema comes with the package: "
        "`duizhao/corpora/exchange/data/alignment-1.schema.json`. A file that it refuses is "
        "refused by every command.\n\n## The file\n" + table(schema)
    )
    for name, part in schema["$defs"].items():
        if "properties" in part:
            text += f"\n## {name}\n" + table(part)
    return text


def table(part: dict[str, Any]) -> str:
    """Return a row for each property of an object."""
    if "description" in part and part["type"] == "object" and "$schema" not in part:
        head = f"\n{escaped(part['description'])}\n"
    else:
        head = ""
    rows = (
        f"| `{name}`{'' if name in part.get('required', ()) else ' (may be absent)'} "
        f"| {kind(value)} | {escaped(value.get('description', ''))} |\n"
        for name, value in part["properties"].items()
    )
    return head + "\n| key | value | meaning |\n|---|---|---|\n" + "".join(rows)


def kind(value: dict[str, Any]) -> str:
    """Return what a value may be, in words."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return SIMPLE.get(name, f"[{name}](#{name})")
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{each}`" for each in value["enum"])
    if "anyOf" in value or "oneOf" in value:
        return " or ".join(kind(each) for each in value.get("anyOf", value.get("oneOf", ())))
    names = value.get("type", "anything")
    if names == "array":
        return f"list of {kind(value.get('items', {}))}"
    return " or ".join(names) if isinstance(names, list) else names


SIMPLE = {
    "offset": "whole number from 0",
    "number": "whole number from 0",
    "share": "number from 0 to 1",
    "ids": "list of numbers of sentences",
}

if __name__ == "__main__":
    sys.exit(main())
