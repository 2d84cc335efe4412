"""Draw the rooms of the house from the imports of the code: ``python docs/draw_rooms.py``.

Writes ``docs/rooms.svg``. A box is a room (a folder or a file, seen from its parent), an arrow an
import; arrows that follow from others are left out. A room stands on the floor below all that
import it, so that every arrow points down: one that would not is an error. ``--check`` writes
nothing and ends with 1 if the picture is not that of the code.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "rooms.svg"
PACKAGE = "duizhao"
FOLDERS = {"cli": ROOT / "src" / PACKAGE / "cli"} | {
    name: ROOT / name for name in ("eval", "align", "models", "corpora")
}
# Rooms whose own rooms are named inside the box.
OPENED = ("findings", "report", "reading", "units")

BOX, GAP, ROW, LINE = 138, 16, 36, 13  # sizes in pixels: box, gap, floor's gap, line of text
LEFT, TOP = 96, 40
WIDEST = 6  # boxes beside each other; a floor of more is drawn in several rows

Graph = dict[str, set[str]]


def main() -> int:
    """Draw, or compare with what was drawn."""
    picture = draw()
    if "--check" in sys.argv:
        same = PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == picture
        if not same:
            sys.stderr.write(
                "docs/rooms.svg is not that of the code; run: python docs/draw_rooms.py\n"
            )
        return int(not same)
    PICTURE.write_text(picture, encoding="utf-8")
    return 0


def imports(path: Path) -> set[str]:
    """Return the modules of the project that a file imports, as dotted names without the root."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.removeprefix(f"{PACKAGE}.") for name in names if name.startswith(PACKAGE)}
    return found


def rooms(folder: str) -> Graph:
    """Return the rooms of a folder, each with the sibling rooms that it imports."""
    root = FOLDERS[folder]
    graph: Graph = {}
    for path in sorted(root.rglob("*.py")):
        inside = path.relative_to(root).with_suffix("").parts
        if inside == ("__init__",):
            continue
        below = {
            parts[1]
            for name in imports(path)
            if (parts := name.split("."))[0] == folder and len(parts) > 1
        }
        graph.setdefault(inside[0], set()).update(below)
    return {room: below & set(graph) - {room} for room, below in graph.items()}


def floors(graph: Graph) -> dict[str, int]:
    """Return the floor of each room: 0 at the top, below all that import it.

    :raises SystemExit: If two rooms need each other.
    """
    importers = defaultdict(set)
    for room, below in graph.items():
        for other in below:
            importers[other].add(room)
    floor: dict[str, int] = {}
    while len(floor) < len(graph):
        ready = [r for r in graph if r not in floor and importers[r] <= set(floor)]
        if not ready:
            sys.exit(f"rooms that need each other: {sorted(set(graph) - set(floor))}")
        for room in ready:
            floor[room] = max((floor[other] + 1 for other in importers[room]), default=0)
    return floor


def essential(graph: Graph) -> list[tuple[str, str]]:
    """Return the arrows that do not follow from others."""

    def reach(room: str) -> set[str]:
        return set().union(*({other} | reach(other) for other in graph[room]))

    return [
        (room, other)
        for room, below in sorted(graph.items())
        for other in sorted(below)
        if not any(other in reach(between) for between in below - {other})
    ]


def inner(folder: str, room: str) -> list[str]:
    """Return the lines inside a box below its name: the rooms of an opened room."""
    root = FOLDERS[folder] / room
    if room not in OPENED:
        return []
    return sorted(p.parent.name for p in root.glob("*/__init__.py"))


def draw() -> str:
    """Return the picture as SVG."""
    parts: list[str] = []
    y = TOP
    widest = 0
    for group in (("cli",), ("eval",), ("align",), ("models", "corpora")):
        x = LEFT
        tallest = 0
        for folder in group:
            shapes, width, height = _folder(folder, x, y)
            parts += shapes
            x += width + LEFT
            tallest = max(tallest, height)
        widest = max(widest, x - LEFT)
        y += tallest + ROW
    parts += [*_band("errors", LEFT, y, BOX, 30), _text(LEFT + 10, y + 19, "one error tree", 11)]
    height, width = y + 30 + TOP, widest + 30
    style = (
        "text{font-family:system-ui,sans-serif;fill:#1d2733}.band{fill:#f4f6f8;stroke:#c8d0d8}"
        ".room{fill:#fff;stroke:#4a6f94}.arrow{stroke:#6f8498;stroke-opacity:.75;fill:none;marker-end:url(#tip)}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-label="Rooms and their imports">'
        f"\n<style>{style}</style>\n"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6"'
        ' markerHeight="6" orient="auto"><path d="M0,0L8,4L0,8z" fill="#8597a8"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n'
    )
    title = _text(
        LEFT, 24, "Imports point down: cli → eval → align → models | corpora → errors", 13
    )
    return head + "\n".join([title, *parts]) + "\n</svg>\n"


def _folder(folder: str, left: int, top: int) -> tuple[list[str], int, int]:
    """Return the shapes of a folder with its rooms on their floors, and its size."""
    graph = rooms(folder)
    floors(graph)  # ends here if two rooms need each other
    arrows = essential(graph)
    at: dict[str, tuple[float, int, int]] = {}  # of each room: middle, top and bottom of its box
    boxes: list[str] = []
    y = top + GAP
    width = 0
    for names in _rows(graph, arrows):
        tallest = 0
        for column, room in enumerate(names):
            x = left + GAP + column * (BOX + GAP)
            lines = inner(folder, room)
            height = 20 + LINE * len(lines) + (4 if lines else 0)
            boxes += _box(x, y, height, room, lines)
            at[room] = (x + BOX / 2, y, y + height)
            tallest = max(tallest, height)
        width = max(width, len(names) * (BOX + GAP) + GAP)
        y += tallest + ROW
    lines = [_arrow(at[a], at[b]) for a, b in arrows]
    height = y - ROW + GAP - top
    return [*_band(folder, left, top, width, height), *boxes, *lines], width, height


def _arrow(one: tuple[float, int, int], other: tuple[float, int, int]) -> str:
    """Return an arrow from a box to a lower one; straight down past a floor, it bends round it."""
    (x, _, y), (x2, y2, _) = one, other
    bend = BOX * 0.62 if x == x2 and y2 - y > ROW else 0
    curve = f"C{x + bend:g},{y + 20} {x2 + bend:g},{y2 - 20} {x2:g},{y2}"
    return f'<path class="arrow" d="M{x:g},{y}{curve if bend else f"L{x2:g},{y2}"}"/>'


def _rows(graph: Graph, arrows: list[tuple[str, str]]) -> list[list[str]]:
    """Return the rooms floor by floor, each floor in the order of what imports its rooms."""
    floor = floors(graph)
    rows: list[list[str]] = []
    place: dict[str, float] = {}
    for number in range(max(floor.values()) + 1):
        above = {
            room: [place[a] for a, b in arrows if b == room]
            for room in graph
            if floor[room] == number
        }
        mean = {room: sum(xs) / len(xs) if xs else 0.0 for room, xs in above.items()}
        ordered = sorted(above, key=lambda room: (mean[room], room))
        for start in range(0, len(ordered), WIDEST):
            rows.append(ordered[start : start + WIDEST])
            place |= {room: float(column) for column, room in enumerate(rows[-1])}
    return rows


def _band(name: str, x: float, y: float, width: float, height: float) -> list[str]:
    rect = f'<rect class="band" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
    label = name if name == "errors" else f"{name}/"
    return [rect, _text(x - 82, y + min(height / 2 + 5, 24), label, 14)]


def _box(x: float, y: float, height: float, name: str, lines: Iterable[str]) -> list[str]:
    rect = f'<rect class="room" x="{x}" y="{y}" width="{BOX}" height="{height}" rx="4"/>'
    below = [_text(x + 14, y + 14 + LINE * n, line, 10) for n, line in enumerate(lines, 1)]
    return [rect, _text(x + 7, y + 14, name, 11), *below]


def _text(x: float, y: float, words: str, size: int) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}">{escape(words)}</text>'


if __name__ == "__main__":
    sys.exit(main())
