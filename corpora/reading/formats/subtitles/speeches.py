"""What is said in subtitles, whatever their format: speeches to sentences at their cues."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.reading.base import Reading, TextMaker
from duizhao.corpora.sentences.split import split_sentences
from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER
from duizhao.corpora.text.scripts import CLOSERS, SYLLABLES, is_cjk

__all__ = ["Speech", "join_lines", "speeches_of_lines", "speeches_to_reading"]

_SYLLABLE = lazy.compile(f"[{SYLLABLES}]")
_LATIN = lazy.compile("[A-Za-z\u00c0-\u024f]")
_DASH = lazy.compile("[-‐–—－]\\s?(?=\\S)")
_ASIDE = lazy.compile(r"[\[(（【♪♫#][^\n]{0,400}[\])）】♪♫#]")
_ENDED = tuple("。！？!?.…．｡;；:：")
_PAUSED = tuple(",，、")
_TRAILS = ("...", "…")

# Where fewer cues than this end with a full stop or the like, that is how the file is written.
_PUNCTUATED = 0.25
# A sentence does not run over more cues, nor over a longer silence in seconds.
_MOST_CUES = 8
_SILENCE = 4.0


@dataclass(frozen=True)
class Speech:
    """What one speaker says in one cue.

    :param text: On one line.
    :param begin: When the cue begins, in seconds.
    :param end: When it ends.
    :param voice: Who speaks, if the file says so.
    :param fresh: Whether it cannot go on with what stands before.
    :param is_other: Whether it stands in the cue of the one before it, in another script.
    """

    text: str
    begin: float
    end: float
    voice: str | None
    fresh: bool
    is_other: bool = False

    @property
    def is_dense(self) -> bool:
        """Whether it is written with about one character a syllable."""
        return _is_dense(self.text)


def speeches_of_lines(
    lines: Sequence[tuple[str, str | None]], begin: float, end: float
) -> Iterator[Speech]:
    """Part the lines of a cue where another speaker or another script begins.

    :param lines: Each visible line, and who speaks from it on if the file says so; blank lines
        are passed over.
    :param begin: When the cue begins, in seconds.
    :param end: When it ends.
    """
    groups: list[tuple[list[str], str | None, bool, bool]] = []
    for line, voice in lines:
        shown = " ".join(line.split())
        if not shown:
            continue
        fresh = voice is not None or _DASH.match(shown) is not None
        if not groups or fresh:
            groups.append(([], voice, fresh, False))
        elif _is_dense(groups[-1][0][-1]) != _is_dense(shown):
            groups.append(([], groups[-1][1], groups[-1][2], True))
        groups[-1][0].append(shown)
    for texts, who, fresh, is_other in groups:
        yield Speech(join_lines(texts), begin, end, who, fresh, is_other)


def _is_dense(text: str) -> bool:
    """Say whether most of a line is in Han characters, kana or Hangul."""
    return LETTERS_A_CHARACTER * len(_SYLLABLE.findall(text)) > len(_LATIN.findall(text))


def speeches_to_reading(
    speeches: Sequence[Speech], *, encoding: str = "utf-8", lang: str | None = None
) -> Reading:
    """Return a reading whose parts are sentences, each at the cue that it begins in.

    :param speeches: What is said, in order; at least one.
    :param encoding: The encoding of the file.
    :param lang: The language that the file names, if it does.
    """
    maker = TextMaker()
    sentences: list[tuple[str, float]] = []
    streams = _streams(speeches)
    for stream in streams:
        found = detect_language("\n".join(speech.text for speech in stream))
        for run in _runs(stream):
            sentences += _sentences(run, found)
    if len(streams) > 1:  # two languages flow on side by side, cue by cue
        sentences.sort(key=lambda sentence: sentence[1])
    for text, begin in sentences:
        maker.add(text, Kind.TEXT, Locator(cue=_clock(begin)), whole=True)
    return maker.reading(encoding=encoding, lang=lang)


def _streams(speeches: Sequence[Speech]) -> list[list[Speech]]:
    """Return what is said in one language, or in each of two if most cues have both.

    The one that comes first in the cues is first.
    """
    cues = len({(speech.begin, speech.end) for speech in speeches})
    others = [speech for speech in speeches if speech.is_other]
    if 2 * len(others) >= cues:
        second = 2 * sum(speech.is_dense for speech in others) >= len(others)
        parted = [[s for s in speeches if s.is_dense == dense] for dense in (not second, second)]
        return list(filter(None, parted))
    joined: list[Speech] = []
    for speech in speeches:
        if speech.is_other:
            text = join_lines([joined[-1].text, speech.text])
            joined[-1] = replace(joined[-1], text=text)
        else:
            joined.append(speech)
    return [joined]


def join_lines(texts: Sequence[str]) -> str:
    """Return lines as one: with a space between, but none beside Chinese characters.

    :param texts: The lines, none of them empty.
    """
    parts: list[str] = []
    for text in texts:
        if parts and not (is_cjk(parts[-1][-1]) or is_cjk(text[0])):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _runs(speeches: Sequence[Speech]) -> Iterator[list[Speech]]:
    """Group what may hold a sentence that runs over several cues."""
    ended = sum(_bare(speech.text).endswith(_ENDED) for speech in speeches)
    punctuated = ended >= _PUNCTUATED * len(speeches)
    run: list[Speech] = []
    for speech in speeches:
        if run and not (len(run) < _MOST_CUES and _goes_on(run[-1], speech, punctuated)):
            yield run
            run = []
        run.append(speech)
    yield run


def _bare(text: str) -> str:
    return text[-16:].rstrip(CLOSERS + "\"'♪ ")


def _goes_on(before: Speech, after: Speech, punctuated: bool) -> bool:
    if after.begin - before.end > _SILENCE or _ASIDE.fullmatch(before.text):
        return False
    same_voice = after.voice is not None and after.voice == before.voice
    if _ASIDE.fullmatch(after.text) or (after.fresh and not same_voice):
        return False
    bare = _bare(before.text)
    small = after.text.lstrip("….\"'“‘ ")[:1].islower()
    if bare.endswith(_TRAILS):
        return small
    if bare.endswith(_ENDED):
        return False
    return punctuated or small or bare.endswith(_PAUSED)


def _sentences(run: Sequence[Speech], lang: str) -> Iterator[tuple[str, float]]:
    """Yield the sentences of a run, each with the time of the cue in which it begins."""
    text = ""
    starts: list[int] = []
    for speech in run:
        text = join_lines([text, speech.text]) if text else speech.text
        starts.append(len(text) - len(speech.text))
    for start, end in split_sentences(text, lang):
        speech = run[bisect_right(starts, start) - 1]
        yield text[start:end], speech.begin


def _clock(seconds: float) -> str:
    """Write a time as subtitles do.

    >>> _clock(3723.5)
    '01:02:03.500'
    """
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
