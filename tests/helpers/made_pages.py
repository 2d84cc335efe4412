"""Pages with everything that pages have, badly nested as people write them; every word is new."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from random import Random

# What may stand around words in a line, and around lines; ``{}`` is what stands inside.
_INLINE = (
    "<b>{}</b>",
    "<i>{}",
    "<a href='/x'>{}</a>",
    "<span class=k>{}</span>",
    "<em>{}<b>{}</em>{}</b>",
    "<code>{}</code>",
    "<span hidden>{}</span>",
    "<span style='display:none'>{}</span>",
    "<span style='display:block'>{}</span>",
    "<del>{}</del>",
    "<ruby>{}<rt>{}</rt></ruby>",
    "<button>{}</button>",
    "<select><option>{}<option>{}</select>",
    "<textarea>{}</textarea>",
    "<svg><text>{}</text><title>{}</title></svg>",
    "<label>{} <input value=no></label>",
    "<q>{}</q>",
    "<sup>{}</sup>",
    "<template>{}</template>",
    "<noscript>{}</noscript>",
    "<font color=red>{}",
    "<o:p>{}</o:p>",
    "<x-mark>{}</x-mark>",
    "<script>var a = '<p>{}'</script>",
    "<!-- {} -->",
    "<math><mi>{}</mi></math>",
    "{}<br>{}",
    "<kbd>{}</kbd>",
    "<abbr title=no>{}</abbr>",
    "<video>{}</video>",
    "<object>{}</object>",
    "<span class=gone>{}</span>",
    "<span class=line>{}</span>",
    "<nobr>{}",
    "{}<wbr>{}",
)
_BLOCK = (
    "<p>{}",
    "<p>{}</p>",
    "<div>{}</div>",
    "<div>{}",
    "<article>{}</article>",
    "<section><h2>{}</h2>{}</section>",
    "<ul><li>{}<li>{}</ul>",
    "<ol><li><p>{}</ol>",
    "<dl><dt>{}<dd>{}</dl>",
    "<table><tr><td>{}<td>{}<tr><th>{}</table>",
    "<table>{}<tr><td>{}</td></tr>{}</table>",
    "<table><caption>{}</caption><tbody><td>{}</table>",
    "<details><summary>{}</summary>{}</details>",
    "<details open>{}</details>",
    "<blockquote>{}</blockquote>",
    "<figure><img alt=no><figcaption>{}</figcaption></figure>",
    "<h1>{}</h1>",
    "<h3>{}</h4>",
    "<pre>{}\n  {}</pre>",
    "<form><fieldset><legend>{}</legend>{}</form>",
    "<nav><a href='/a'>{}</a> <a href='/b'>{}</a></nav>",
    "<aside>{}</aside>",
    "<main>{}</main>",
    "<header>{}</header>",
    "<footer>{}</footer>",
    "<dialog>{}</dialog>",
    "<dialog open>{}</dialog>",
    "<div popover>{}</div>",
    "<div hidden>{}</div>",
    "<div hidden=until-found>{}</div>",
    "<div class=gone>{}</div>",
    "<div class='gone kept'>{}</div>",
    "<div class=row><a>{}</a><a>{}</a></div>",
    "<div style='visibility:hidden'>{}</div>",
    "<center>{}</center>",
    "<address>{}</address>",
    (
        "<x-card><template shadowrootmode=open><h4><slot name=t>{}</slot></h4><p>{}<slot></slot>"
        "</template><b slot=t>{}</b>{}</x-card>"
    ),
    "<div><template shadowrootmode=open><p>{}</p></template>{}</div>",
    "<template><p>{}</p></template>",
    "<noscript><p>{}</p></noscript>",
    "</div>{}",
    "</p>{}",
    "<svg><foreignObject><p>{}</p></foreignObject></svg>",
    "<body class=x>{}",
    "<html lang=en>{}",
    "<p>{}<p>{}<div>{}</p>",
    "<b><p>{}</b>{}",
    "<a href='/y'><div>{}</div></a>",
    "<ul>{}<li>{}</ul>",
    "<select><option selected>{}</select>",
    "<style>.x{{color:red}}</style>{}",
    "<hr>{}",
    "<menu><li>{}</menu>",
    "<div class=small>{}</div>",
    "<div class=print>{}</div>",
    "<summary>{}</summary>",
)
# In these stand words alone: what is nested in them is no part of a page that people make.
_LEAVES = (
    "<textarea",
    "<select",
    "<svg",
    "<math",
    "<script",
    "<!--",
    "<video",
    "<object",
    "<noscript",
    "<template",
)
_BEGINNINGS = (
    "<!doctype html><title>no</title>",
    "<title>no</title>",
    "",
    "<html><body>",
    "<body>",
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>no</title></head><body>",
    "<head><noscript><p>no</noscript><title>no</title>",
)
_SHEET = (
    "<style>.gone{display:none} .gone.kept{display:block} .line{display:block} .row{display:flex}"
    " @media print{.print{display:none}} @media (max-width:500px){.small{display:none}}</style>"
)
_DEEPEST = 3
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "ro", "su", "ti", "va", "wo")


#: A word of a made page, wherever another stands next to it.
MADE_WORD = re.compile(r"(?:[a-z]{2}){4}|[^a-z\s]")


def made_page(random: Random, blocks: int = 12) -> str:
    """Make a page; its words are all different, and each is one word wherever it stands."""
    words = (
        "".join(_SYLLABLES[int(digit)] for digit in f"{number:04}") for number in itertools.count()
    )
    body = "".join(_block(random, words, 0) for _ in range(random.randint(1, blocks)))
    sheet = _SHEET if random.random() < 0.7 else ""
    return f"{random.choice(_BEGINNINGS)}<meta charset=utf-8>{sheet}{body}"


def _block(random: Random, words: Iterator[str], depth: int) -> str:
    shape = random.choice(_BLOCK)
    holes = shape.count("{}")
    inside = []
    for _ in range(holes):
        deeper = depth < _DEEPEST and not shape.startswith(_LEAVES) and random.random() < 0.2
        inside.append(
            _block(random, words, depth + 1)
            if deeper
            else _line(random, words, _DEEPEST if shape.startswith(_LEAVES) else 0)
        )
    return shape.replace("{{", "{").replace("}}", "}") if not holes else shape.format(*inside)


def _line(random: Random, words: Iterator[str], depth: int) -> str:
    said = []
    for _ in range(random.randint(1, 4)):
        if depth < _DEEPEST and random.random() < 0.3:
            shape = random.choice(_INLINE)
            inner = _DEEPEST if shape.startswith(_LEAVES) else depth + 1
            said.append(
                shape.format(*(_line(random, words, inner) for _ in range(shape.count("{}"))))
            )
        else:
            said.append(next(words))
    return " ".join(said)
