"""What a browser shows of a page, and what was read of it: how far the two agree.

The browser's text is its own ``innerText``, of the page and of each shadow tree in it, once all
details are open. Characters are compared without white space, which layout adds and takes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading, Why
from duizhao.corpora.reading.registry import load_format

# An element with a shadow tree shows that; ``innerText`` shows what stands in the slots only.
SHOWN = """() => {
  const opened = root => {
    for (const one of root.querySelectorAll('details')) one.open = true;
    for (const one of root.querySelectorAll('[hidden=until-found i]')) one.hidden = false;
    for (const one of root.querySelectorAll('*')) if (one.shadowRoot) opened(one.shadowRoot);
  };
  opened(document);
  const texts = [document.body.innerText];
  const inside = root => {
    for (const one of root.querySelectorAll('*')) {
      const seen = one.checkVisibility({visibilityProperty: true});
      if (one.localName == 'textarea' && seen) texts.push(one.value);
      if (!one.shadowRoot) continue;
      for (const part of one.shadowRoot.childNodes) {
        if (part.nodeType == Node.TEXT_NODE && seen) texts.push(part.nodeValue);
        if (part.nodeType != Node.ELEMENT_NODE) continue;
        if (part.localName != 'style' && part.checkVisibility()) texts.push(part.innerText);
      }
      inside(one.shadowRoot);
    }
  };
  inside(document);
  return texts.join('\\n');
}"""

# What is named as left aside although a browser shows it; the rest is not shown.
_SHOWN_ASIDE = frozenset({Why.NOTE_MARK, Why.DELETED, Why.READING, Why.FALLBACK})
#: A word, or a character of Chinese and the like, or a sign.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|[^\w\s]")

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Agreement(NamedTuple):
    """How far what is shown and what was read agree, in characters.

    :param shown: Characters that are shown.
    :param lost: Those of them that were neither read nor named as left aside.
    :param added: Characters that were read and are not shown.
    :param words: The first words of what differs.
    """

    shown: int
    lost: int
    added: int
    words: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of characters that agree; 1 if nothing differs."""
        whole = self.shown + self.added
        return 1.0 if not whole else (self.shown - self.lost) / whole


def read_page(path: Path) -> Reading:
    return load_format("html").read(path.read_bytes(), path.name, Limits())


def shown_by(page: Any, path: Path) -> str:
    """Open a page in a browser and return what it shows."""
    page.goto(path.as_uri())
    return str(page.evaluate(SHOWN))


def agreement(shown: str, reading: Reading, word: re.Pattern[str] = WORD) -> Agreement:
    """Compare the words that are shown with those that were read or named."""
    named = [one.text for one in reading.aside if one.why in _SHOWN_ASIDE]
    seen, read = _words(shown, word), _words("\n".join([reading.text, *named]), word)
    # What stands in place of media is shown only where the media fail.
    for one in reading.aside:
        if one.why is Why.FALLBACK:
            for said, count in _words(one.text, word).items():
                if read[said] > seen[said]:
                    read[said] -= min(count, read[said] - seen[said])
    lost, added = seen - read, read - seen
    return Agreement(
        _size(seen), _size(lost), _size(added), (*sorted(lost)[:5], *sorted(added)[:5])
    )


def _words(text: str, word: re.Pattern[str]) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text.translate(_RAISED)).replace("\xad", "").casefold()
    return Counter(word.findall(plain))


def _size(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())
