"""Subtitles: SubRip (``.srt``) and WebVTT (``.vtt``).

Both are lines of text under lines of time. What is met in the wild breaks the rules of either
(numbers missing, points for commas, blank lines inside a cue), so the lines of time are looked
for and everything else is taken as it comes; the parsers that exist refuse such files.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.sentences.split import split_sentences
from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.scripts import CLOSERS, is_cjk
from duizhao.errors import FormatError

__all__ = ["FORMATS", "read_subtitles"]

_SRT_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,8}\d{1,6}[ \t]{0,4}\r?\n\s{0,4}\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->"
)
# https://www.w3.org/TR/webvtt1/#file-structure: the signature, then a space or the line's end.
_VTT_SIGNATURE = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)")
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,:](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*--?>\s*{_TIME}")
_NUMBER = re.compile(r"\s*\d{1,7}\s*")
_VOICE = re.compile(r"<v(?:\.[^<>\s]{0,80})?\s([^<>]{1,200})>")
_RUBY = re.compile(r"<rt>[^<>]{0,200}</rt>")
_TAG = re.compile(
    r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]{3,15}>|\{\\[^{}\n]{0,200}\}|\{[A-Za-z]:[^{}\n]{0,80}\}"
)
_DASH = re.compile("[-‐–—－]\\s?(?=\\S)")
_ASIDE = re.compile(r"[\[(（【♪♫#][^\n]{0,400}[\])）】♪♫#]")
_ENDED = tuple("。！？!?.…．｡;；:：")
_PAUSED = tuple(",，、")
_TRAILS = ("...", "…")

# Where fewer cues than this end with a full stop or the like, that is how the file is written.
_PUNCTUATED = 0.25
# A sentence does not run over more cues, nor over a longer silence in seconds.
_MOST_CUES = 8
_SILENCE = 4.0


@dataclass(frozen=True)
class _Speech:
    """What one speaker says in one cue.

    :param text: On one line.
    :param begin: When the cue begins, in seconds.
    :param end: When it ends.
    :param voice: Who speaks, if the file says so.
    :param fresh: Whether it cannot go on with what stands before.
    """

    text: str
    begin: float
    end: float
    voice: str | None
    fresh: bool


def read_subtitles(data: bytes, path: str, limits: Limits) -> Reading:
    """Read subtitles; each sentence is a part, at the cue that it begins in.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :raises FormatError: If there is no cue in it.
    :raises InputError: If it is no text.
    """
    text, encoding = decode(data, None, path)
    speeches = list(_speeches(text, path, limits))
    if not speeches:
        message = "no line such as 00:00:01,000 --> 00:00:02,500 with text under it; give subtitles"
        raise FormatError(path, message)
    lang = detect_language("\n".join(speech.text for speech in speeches))
    maker = TextMaker()
    for run in _runs(speeches):
        _add(maker, run, lang)
    return maker.reading(encoding=encoding)


def _speeches(text: str, path: str, limits: Limits) -> Iterator[_Speech]:
    lines = text.replace("\x00", "").splitlines()
    web = text.lstrip("\ufeff").startswith("WEBVTT")
    timings = [(i, found) for i, line in enumerate(lines) if (found := _TIMING.match(line))]
    limits.check("parts", len(timings), path)
    for n, (at, found) in enumerate(timings):
        last = timings[n + 1][0] if n + 1 < len(timings) else len(lines)
        payload = lines[at + 1 : last]
        if web:
            stop = next((i for i, line in enumerate(payload) if not line.strip()), len(payload))
            payload = payload[:stop]
        elif n + 1 < len(timings) and payload and _NUMBER.fullmatch(payload[-1]):
            payload.pop()
        yield from _speeches_of(payload, _seconds(found, 1), _seconds(found, 5), web=web)


def _seconds(found: re.Match[str], first: int) -> float:
    hours, minutes, seconds, rest = found.group(first, first + 1, first + 2, first + 3)
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{rest}")


def _speeches_of(
    payload: Sequence[str], begin: float, end: float, *, web: bool
) -> Iterator[_Speech]:
    """Part the lines of a cue where another speaker begins."""
    groups: list[tuple[list[str], str | None, bool]] = []
    for line in payload:
        voice = _VOICE.search(line)
        shown = _TAG.sub("", _RUBY.sub("", line))
        shown = " ".join((html.unescape(shown) if web else shown).split())
        if not shown:
            continue
        fresh = voice is not None or _DASH.match(shown) is not None
        if not groups or fresh:
            groups.append(([], voice[1] if voice else None, fresh))
        groups[-1][0].append(shown)
    for lines, who, fresh in groups:
        yield _Speech(_joined(lines), begin, end, who, fresh)


def _joined(texts: Sequence[str]) -> str:
    parts: list[str] = []
    for text in texts:
        if parts and not (is_cjk(parts[-1][-1]) or is_cjk(text[0])):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _runs(speeches: Sequence[_Speech]) -> Iterator[list[_Speech]]:
    """Group what may hold a sentence that runs over several cues."""
    ended = sum(_bare(speech.text).endswith(_ENDED) for speech in speeches)
    punctuated = ended >= _PUNCTUATED * len(speeches)
    run: list[_Speech] = []
    for speech in speeches:
        if run and not (len(run) < _MOST_CUES and _goes_on(run[-1], speech, punctuated)):
            yield run
            run = []
        run.append(speech)
    yield run


def _bare(text: str) -> str:
    return text[-16:].rstrip(CLOSERS + "\"'♪ ")


def _goes_on(before: _Speech, after: _Speech, punctuated: bool) -> bool:
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


def _add(maker: TextMaker, run: Sequence[_Speech], lang: str) -> None:
    """Add the sentences of a run, each at the cue in which it begins."""
    text = ""
    starts: list[int] = []
    for speech in run:
        text = _joined([text, speech.text]) if text else speech.text
        starts.append(len(text) - len(speech.text))
    for start, end in split_sentences(text, lang):
        speech = run[bisect_right(starts, start) - 1]
        maker.add(text[start:end], Kind.TEXT, Locator(cue=_clock(speech.begin)), whole=True)


def _clock(seconds: float) -> str:
    """Write a time as subtitles do.

    >>> _clock(3723.5)
    '01:02:03.500'
    """
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


FORMATS = {
    "srt": Format("srt", (".srt",), lambda data: bool(_SRT_START.match(data)), read_subtitles),
    "vtt": Format("vtt", (".vtt",), lambda data: bool(_VTT_SIGNATURE.match(data)), read_subtitles),
}
