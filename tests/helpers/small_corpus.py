"""Corpora of small documents; every sentence is the project's own."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Generator, Sequence
from functools import cache
from pathlib import Path

from duizhao.align.corpus.engines.engine import Job
from duizhao.align.corpus.job import align_entry
from duizhao.align.corpus.outcome import Outcome
from duizhao.align.corpus.plan import Plan
from duizhao.models.choice import EncoderChoice
from duizhao.models.encoder import Encoder

__all__ = ["SENTENCES", "InProcess", "contents", "make_corpus", "table", "without_seconds"]

SENTENCES = (
    ("The lighthouse keeper climbs 214 steps every evening.", "守塔人每天傍晚爬214级台阶。"),
    ("He lights the lamp and waits for the boats.", "他点亮灯，等待船只归来。"),
    ("The supply boat comes once a month.", "补给船每月来一次。"),
    ("It brings flour, oil and the letters of three villages.", "它送来面粉、油和三个村子的信件。"),
    ("In storms nobody crosses the strait.", "暴风雨中没有人横渡海峡。"),
    ("The fishermen mend their nets on the pier.", "渔民们在码头上修补渔网。"),
    ("A young engineer measures the tide with a brass clock.", "一位年轻工程师用黄铜钟测量潮汐。"),
    ("Her notebook has a page for every day since 1998.", "她的笔记本从1998年起每天都有一页。"),
    ("The council wants to replace the old lamp.", "议会想要更换旧灯。"),
    ("Many inhabitants are against it.", "许多居民表示反对。"),
    ("They say that the new light is too cold.", "他们说新的灯光太冷。"),
    ("The school has eleven pupils and two teachers.", "学校有十一名学生和两位老师。"),
    ("On Fridays the children learn to sail.", "孩子们星期五学习航海。"),
    ("The baker opens his shop at five in the morning.", "面包师早上五点开店。"),
    ("His bread is known on the mainland as well.", "他的面包在大陆上也很有名。"),
    ("The library is in a former warehouse.", "图书馆设在从前的仓库里。"),
    ("It lends books, tools and musical instruments.", "它出借书籍、工具和乐器。"),
    ("Last winter the roof was repaired by volunteers.", "去年冬天志愿者修好了屋顶。"),
    ("The harbour earns most of its money with ice.", "港口大部分收入来自冰块。"),
    ("In summer the ferry runs four times a day.", "夏天渡轮每天开四班。"),
    ("A ticket costs three crowns.", "一张船票三克朗。"),
    ("The doctor visits the island on Tuesdays.", "医生星期二到岛上来。"),
    ("She treats people, dogs and now and then a seal.", "她给人、狗，偶尔也给海豹看病。"),
    ("The museum keeps the bell of a sunken ship.", "博物馆保存着一艘沉船的钟。"),
)


class InProcess:
    """Does jobs in the process of the test, which has its model already."""

    def outcomes(
        self, plan: Plan, jobs: Sequence[Job]
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """Yield what became of each job, in their order."""
        encoder = _encoder(plan.encoder)
        for job in jobs:
            yield job, align_entry(job.entry, plan, encoder)


@cache
def _encoder(choice: EncoderChoice) -> Encoder:
    return choice.load()


def make_corpus(folder: Path, count: int, *, seed: int = 1, lost: bool = True) -> tuple[Path, Path]:
    """Write documents in two languages, and return their folders.

    :param folder: Where.
    :param count: How many.
    :param seed: Decides which sentences they have.
    :param lost: Whether every third translation lacks a sentence.
    """
    rng = random.Random(seed)
    folders = folder / "en", folder / "zh"
    for number in range(count):
        chosen = rng.sample(range(len(SENTENCES)), rng.randint(6, 10))
        for side, root in enumerate(folders):
            texts = [SENTENCES[n][side] for n in chosen]
            if lost and side and number % 3 == 0:
                del texts[len(texts) // 2]
            file = root / f"{'deep/' if number % 4 == 3 else ''}d{number:03}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    return folders


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder but the ledger, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "ledger.sqlite"
    }


def table(folder: Path, name: str = "documents") -> list[dict[str, str]]:
    """Return the rows of a table of a run."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def without_seconds(folder: Path) -> dict[str, object]:
    """Return all files of a run but the ledger; those that tell the time taken, without it."""
    found: dict[str, object] = dict(contents(folder))
    found["documents.csv"] = [{**row, "seconds": ""} for row in table(folder)]
    page = (folder / "index.html").read_text(encoding="utf-8")
    found["index.html"] = re.sub(r"[\d,]+ (?=s of the processor|秒)", "", page)
    if found.pop("documents.parquet", None):
        rows = _parquet(folder / "documents.parquet")
        found["documents.parquet"] = [{**row, "seconds": 0} for row in rows]
    return found


def _parquet(path: Path) -> list[dict[str, object]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows
