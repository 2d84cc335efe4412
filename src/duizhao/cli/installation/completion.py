"""The command ``duizhao completion``: what a shell offers when the tabulator is pressed."""

from __future__ import annotations

import os
from pathlib import Path

import click

from duizhao.cli.terminal import say
from duizhao.errors import InputError

__all__ = ["completion_command"]

SHELLS = ("bash", "zsh", "fish")
# zsh has no folder that it reads by itself, so its own file of settings names ours.
_MARK = "# completion of duizhao"
_COMPINIT = "autoload -Uz compinit && compinit"


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.option("--install", is_flag=True, help="Write the script where the shell finds it.")
@click.pass_context
def completion_command(ctx: click.Context, shell: str | None, install: bool) -> None:
    """Print the completion script for a shell, or install it.

    It completes commands, options, their choices and names of files. SHELL is the one that you use
    if it is not given. A new shell knows it after --install; for zsh a line is added to .zshrc.

    \b
    Examples:
      duizhao completion --install
      duizhao completion fish
    """
    name = shell or _own_shell()
    script = _script(ctx, name)
    if not install:
        say(script)
        return
    for path in _install(name, script):
        say(f"written: {path}")
    say("Open a new shell, type duizhao and press the tabulator.")


def _own_shell() -> str:
    """Return the shell that the user has set."""
    name = Path(os.environ.get("SHELL", "")).stem
    if name in SHELLS:
        return name
    used = f"SHELL is {name!r}" if name else "SHELL is not set"
    message = f"{used}; name one of {', '.join(SHELLS)}, as in duizhao completion bash"
    raise InputError(message)


def _script(ctx: click.Context, shell: str) -> str:
    """Return the script, which asks the program itself what may come next."""
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is None:  # click knows all three
        raise AssertionError(shell)
    root = ctx.find_root()
    made = completion(root.command, {}, "duizhao", "_DUIZHAO_COMPLETE")
    return (made.source_template % made.source_vars()).strip()


def _install(shell: str, script: str) -> list[Path]:
    """Write the script, and say which files were written."""
    from duizhao.corpora.files.output import write_whole

    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    path = {
        "bash": data / "bash-completion" / "completions" / "duizhao",
        "fish": settings / "fish" / "completions" / "duizhao.fish",
        "zsh": data / "duizhao" / "completion.zsh",
    }[shell]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {path.parent}: {error.strerror}"
        raise InputError(message) from error
    write_whole(path, lambda stream: stream.write(f"{script}\n".encode()))
    return [path, *(_named_in_zshrc(path) if shell == "zsh" else ())]


def _named_in_zshrc(script: Path) -> list[Path]:
    """Add to .zshrc the lines that read the script, unless they are there."""
    from duizhao.corpora.files.output import write_whole

    file = Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    before = file.read_bytes() if file.is_file() else b""
    if _MARK.encode() in before:
        return []
    start = "" if b"compinit" in before else f"{_COMPINIT}\n"
    gap = "" if not before or before.endswith(b"\n") else "\n"
    lines = f"{gap}{_MARK}\n{start}source '{script}'\n"
    write_whole(file, lambda stream: stream.write(before + lines.encode()))
    return [file]
