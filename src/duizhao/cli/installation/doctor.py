"""The command ``duizhao doctor``: what is here, what is usable, and how to get the rest."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from duizhao import lazy
from duizhao.cli.shared_options.interface import reader_languages, ui_option
from duizhao.cli.shared_options.output import echo_json, json_option
from duizhao.cli.terminal import say
from duizhao.version import __version__

__all__ = ["doctor_command"]

# A requirement as metadata write it, such as: scipy>=1.13; extra == "fit"
_REQUIREMENT = lazy.compile(
    r"(?P<name>[A-Za-z0-9._-]+)\s*(?P<bounds>[^;]*)(?:;(?P<marker>.*))?", re.DOTALL
)
_EXTRA = lazy.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")
_OLD_PYTHON = lazy.compile(r"python_version\s*<\s*[\"'](\d+)\.(\d+)[\"']")
_BOUND = lazy.compile(r"(==|>=)\s*([0-9.]+)")
_PROGRAMS = ("git",)  # it tells `corpus run` which files of a work tree have changed
_STATES = {
    "ok": ("here", "可用"),
    "missing": ("not here", "没有"),
    "old": ("too old", "版本不符"),
    "broken": ("broken", "不可用"),
}
_WORDS = {
    "needed": ("needed by everything", "必需的包"),
    "extra": ("extra {name}", "扩展 {name}"),
    "encoder": ("encoder", "编码器"),
    "program": ("program", "程序"),
    "place": ("place", "位置"),
    "get": ("get it with: {get}", "安装：{get}"),
    "vectors": ("vectors", "向量"),
    "weights": ("weights", "权重"),
    "temporary": ("temporary files", "临时文件"),
    "well": ("All that the main job needs is here.", "主要功能所需的一切都已就绪。"),
    "ill": ("Something that the main job needs is not here.", "主要功能缺少所需的东西。"),
}


@dataclass(frozen=True)
class _Sign:
    """One thing that was looked at.

    :param kind: A key of the words above.
    :param name: What it is called.
    :param state: A key of the states above.
    :param what: Its version, its path, or why it cannot be used.
    :param get: How to get it, if it is not usable.
    :param extra: The extra that brings it; empty if none does.
    """

    kind: str
    name: str
    state: str
    what: str
    get: str = ""
    extra: str = ""


@click.command("doctor")
@json_option()
@ui_option("Language of what is said; the terminal's if not given.")
def doctor_command(*, as_json: bool, ui: str | None) -> None:
    """Say what is installed, what is usable, where things are kept, and how to get the rest.

    The exit status is 1 if something is missing that the main job needs; extras are not.

    \b
    Example:
      duizhao doctor --ui zh
    """
    signs = [*_packages(), *_encoders(), *_programs(), *_places()]
    well = all(sign.state == "ok" for sign in signs if sign.kind in {"needed", "place"})
    well = well and any(sign.kind == "encoder" and sign.state == "ok" for sign in signs)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    if as_json:
        about = {"version": __version__, "python": python, "platform": platform.platform()}
        echo_json({**about, "usable": well, "signs": [asdict(sign) for sign in signs]})
    else:
        said = ui or ("zh" if reader_languages()[0].lower().startswith("zh") else "en")
        say(f"duizhao {__version__}, {python}, {platform.platform()}")
        say("\n".join(_lines(signs, said == "zh")))
        say(_WORDS["well" if well else "ill"][said == "zh"])
    if not well:
        raise click.exceptions.Exit(1)


def _packages() -> Iterator[_Sign]:
    """Yield what is there of the packages that this one asks for."""
    import importlib.metadata  # which takes as long as all commands

    try:
        asked = importlib.metadata.requires("duizhao") or []
    except importlib.metadata.PackageNotFoundError:
        yield _Sign("needed", "duizhao", "missing", "", "pip install duizhao")
        return
    for line in asked:
        match = _REQUIREMENT.fullmatch(line.strip())
        old = _OLD_PYTHON.search((match and match["marker"]) or "")
        if match is None or (old and sys.version_info >= (int(old[1]), int(old[2]))):
            continue
        extra = _EXTRA.search(match["marker"] or "")
        name = match["name"]
        brings = extra[1] if extra else ""
        get = f"pip install 'duizhao[{brings}]'" if brings else f"pip install '{line}'"
        kind = "extra" if brings else "needed"
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield _Sign(kind, name, "missing", "", get, brings)
            continue
        fits = _fits(version, match["bounds"])
        what = version if fits else f"{version}; {match['bounds'].strip()}"
        yield _Sign(kind, name, "ok" if fits else "old", what, "" if fits else get, brings)


def _fits(version: str, bounds: str) -> bool:
    """Tell whether a version is one that a requirement asks for."""
    has = _numbers(version)
    for sign, bound in _BOUND.findall(bounds):
        wanted = _numbers(bound)
        if has < wanted or (sign == "==" and has != wanted):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", version.partition("+")[0])[:4]]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _encoders() -> Iterator[_Sign]:
    from duizhao.models.catalogue import CATALOGUE, why_unusable

    for model in CATALOGUE:
        why = why_unusable(model.name)
        get = "" if why is None else model.get
        yield _Sign("encoder", model.name, "ok" if why is None else "missing", why or "", get)


def _programs() -> Iterator[_Sign]:
    for name in _PROGRAMS:
        path = shutil.which(name)
        yield _Sign("program", name, "ok" if path else "missing", path or "")


def _places() -> Iterator[_Sign]:
    """Yield the folders that are written to, with the free room of each."""
    from duizhao.align.aligner.stored.files import weights_folder
    from duizhao.models.vector_store import cache_folder

    yield _place("vectors", cache_folder())
    yield _place("weights", weights_folder())
    try:
        yield _place("temporary", Path(tempfile.gettempdir()))
    except FileNotFoundError as error:
        yield _Sign("place", "temporary", "broken", str(error), "export TMPDIR=…")


def _place(name: str, folder: Path) -> _Sign:
    above = next(one for one in (folder, *folder.parents) if one.exists())
    if not (above.is_dir() and os.access(above, os.W_OK)):
        return _Sign("place", name, "broken", f"{folder}: no right to write")
    return _Sign("place", name, "ok", f"{folder} ({shutil.disk_usage(above).free / 10**9:,.1f} GB)")


def _lines(signs: list[_Sign], chinese: bool) -> Iterator[str]:
    title = ""
    for sign in signs:
        words = _WORDS[sign.kind][chinese].format(name=sign.extra)
        if words != title:
            title = words
            yield f"\n{title}"
        name = _WORDS[sign.name][chinese] if sign.kind == "place" else sign.name
        line = f"  {_STATES[sign.state][chinese]:<8}  {name}"
        yield f"{line}  {sign.what}" if sign.what else line
        if sign.get:
            yield f"            {_WORDS['get'][chinese].format(get=sign.get)}"
    yield ""
