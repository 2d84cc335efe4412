"""Derive the tables of Chinese words in corpora/text/dictionary/data from jieba and pypinyin.

The words, frequencies and classes of jieba's dictionary and the probabilities of its tagger (MIT
licence), and the readings of pypinyin (MIT licence), are laid out as corpora/text/dictionary reads
them. Neither package is needed to use the tables. With jieba 0.42.1 and pypinyin 0.55.0 installed:

    python benchmarks/derive_words.py
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).resolve().parent.parent / "corpora" / "text" / "dictionary" / "data"
_UNKNOWN = "x"
# What jieba takes for the logarithm of what was never seen.
_NEVER = -3.14e100


def tree(words: Mapping[str, tuple[int, str]], total: int) -> dict[str, npt.NDArray[Any]]:
    """Lay words out by levels, the children of a node together and in order.

    :param words: Frequencies and classes by word.
    :param total: The sum of the frequencies.
    """
    children: dict[str, list[str]] = defaultdict(list)
    for prefix in sorted({word[:end] for word in words for end in range(1, len(word) + 1)}):
        children[prefix[:-1]].append(prefix)
    counts = sorted({0, 1, *(often for often, _ in words.values())} - {0})
    counts = [1, *counts]  # number 0 is of what is no word, and counts as one that occurs once
    rank = {often: at for at, often in enumerate(counts)}
    tags = [_UNKNOWN, *sorted({tag for _, tag in words.values()} - {_UNKNOWN})]
    level, nodes = [""], [""]
    while level:
        level = [child for node in level for child in children[node]]
        nodes += level
    known = [words.get(node) for node in nodes]
    return {
        "children": np.array([len(children[node]) for node in nodes], np.uint16),
        "characters": np.array([ord(node[-1]) if node else 0 for node in nodes], np.uint16),
        "count": np.array([rank[word[0]] if word else 0 for word in known], np.uint16),
        "tag": np.array([tags.index(word[1]) if word else 0 for word in known], np.uint8),
        "counts": np.array(counts, np.uint32),
        "total": np.array(total),
        "tags": np.array(" ".join(tags)),
    }


def markov_model() -> dict[str, npt.NDArray[Any]]:
    """Lay out the probabilities of jieba's tagger, states in falling order of their names."""
    from jieba.posseg import char_state_tab_P, emit_P, start_P, trans_P

    states = sorted(start_P, reverse=True)
    number = {state: at for at, state in enumerate(states)}
    steps = sorted((number[a], number[b], p) for a, row in trans_P.items() for b, p in row.items())
    every = {(character, state) for state, row in emit_P.items() for character in row}
    listed = {(character, state) for character, row in char_state_tab_P.items() for state in row}
    rows = sorted(
        (ord(character), number[state], emit_P[state].get(character, _NEVER), at in listed)
        for at in every | listed
        for character, state in (at,)
    )
    codes, writers, emitted, told = zip(*rows, strict=True)
    return {
        "states": np.array(" ".join("".join(state) for state in states)),
        "start": np.array([start_P[state] for state in states]),
        "step_from": np.array([a for a, _, _ in steps], np.uint8),
        "step_to": np.array([b for _, b, _ in steps], np.uint8),
        "step": np.array([p for _, _, p in steps]),
        "lowest": np.array(codes[0]),
        "emissions": np.bincount(np.array(codes) - codes[0]).astype(np.uint16),
        "writers": np.array(writers, np.uint8),
        "emitted": np.array(emitted),
        "listed": np.array(told),
    }


def words_of(lines: Iterator[str]) -> tuple[dict[str, tuple[int, str]], int]:
    """Read a dictionary of lines with a word, its frequency and its class.

    :return: The words, the last of equal ones, and the sum of all frequencies.
    """
    rows = [line.split() for line in lines if line.strip()]
    words = {word: (int(often), tag) for word, often, tag in rows}
    return words, sum(int(often) for _, often, _ in rows)


def readings() -> Iterator[str]:
    """Yield the lines of the table of readings."""
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT, RE_HANS

    usual = {character: lazy_pinyin(character)[0] for character in map(chr, sorted(PINYIN_DICT))}
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for character, syllable in usual.items():
        by_syllable[syllable].append(character)
    for syllable in sorted(by_syllable):
        yield f"character\t{syllable}\t{''.join(by_syllable[syllable])}"
    # pypinyin looks for words in runs of Han characters alone.
    words = sorted(word for word in PHRASES_DICT if RE_HANS.match(word))
    special = {
        word: syllables
        for word in words
        if (syllables := lazy_pinyin(word)) != [usual.get(character) for character in word]
    }
    yield "usual\t\t" + " ".join(word for word in words if word not in special)
    for word, syllables in special.items():
        yield f"word\t{word}\t{' '.join(syllables)}"


def main() -> None:
    """Write the tables."""
    import jieba

    with jieba.dt.get_dict_file() as file:
        text = file.read().decode("utf-8")
    words, total = words_of(iter(text.splitlines()))
    DATA.mkdir(exist_ok=True)
    np.savez_compressed(DATA / "words.npz", **tree(words, total), **markov_model())
    lines = "".join(f"{line}\n" for line in readings()).encode()
    (DATA / "readings.txt.gz").write_bytes(gzip.compress(lines, mtime=0))
    for path in sorted(DATA.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
