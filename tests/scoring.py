"""A plan and an editor's gold reading in, what is right and wrong out.

The promise: only what a reader would notice counts; where the gold allows two readings, both are
right. `python tests/scoring.py [folder…]` prints one row a case. GOLD.md says what gold means.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from documents.building import bound, build
from likeness import Json, Segment, bare, bounded, pairs_of, plain, segments

from pipeline import render
from pipeline.formats.plan import plan_json
from pipeline.model import Show
from pipeline.values import replace, value

CASES = Path(__file__).parent / "cases" / "articles"
_GENUINE = frozenset({"block_quote", "verse"})
_FACTS = ("title", "subtitle", "publication", "date", "language")


@value
class Score:
    """How well a plan reads an article. Every tuple holds what is wrong, for people."""

    name: str
    right: int = 0
    wanted: int = 0
    extra: int = 0  # segments that no editor would have
    found: int = 0  # pull-quotes
    missed: int = 0
    false: int = 0  # taken for pull-quotes; one that is dropped counts double
    segments: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()  # what the gold says must stand in the text, letter by letter
    repairs: tuple[str, ...] = ()  # not recorded

    @property
    def share(self) -> float:
        """Right segments, from 0 to 1; extra ones and false pull-quotes count against them."""
        return self.right / max(1, self.wanted + self.extra + self.false)


def score(plan: Json, gold: Json, name: str = "") -> Score:
    """Compare a plan, as `--plan --json` prints it, with a gold reading."""
    ours, wanted = segments(plan), segments(gold)
    pairs = pairs_of(wanted, ours)
    judged = _judged(Score(name=name), wanted, ours, pairs)
    spoken = [line for line in plan["lines"] if line["role"] not in {"opening", "closing"}]
    voiced = "\n".join(f"{line['text']}\n{line['spoken']}" for line in spoken)
    whole = "\n".join(segment["text"] for segment in plan["segments"])
    return replace(
        judged,
        facts=(*_facts(plan, gold), *judged.facts),
        links=_links(plan["links"], gold["links"]),
        forbidden=tuple(word for word in gold.get("never", ()) if bounded(word, voiced)),
        lost=tuple(word for word in gold.get("always", ()) if plain(word) not in plain(whole)),
        repairs=tuple(
            str(wish) for wish in gold.get("repairs", ()) if not _recorded(wish, plan["repairs"])
        ),
    )


def _judged(
    score: Score, wanted: Sequence[Segment], ours: Sequence[Segment], pairs: Mapping[int, int]
) -> Score:
    paired = [(want, ours[pairs[i]] if i in pairs else None) for i, want in enumerate(wanted)]
    needed = [(want, our) for want, our in paired if not want.optional]
    extra = [our for j, our in enumerate(ours) if j not in pairs.values() and not _is_fact(our)]
    wrong = [_wrong(want, our) for want, our in needed]
    pulls = [our for want, our in needed if want.role == "pull_quote"]
    found = sum(our is not None and our.role == "pull_quote" for our in pulls)
    return replace(
        score,
        right=wrong.count(""),
        wanted=len(needed),
        extra=len(extra),
        found=found,
        missed=len(pulls) - found,
        false=sum(map(_false, paired)) + sum(our.role == "pull_quote" for our in extra),
        segments=(*filter(None, wrong), *(f"extra {_shown(our)}" for our in extra)),
        facts=tuple(filter(None, (_details(want, our) for want, our in needed))),
    )


def _is_fact(our: Segment) -> bool:
    """A date or a magazine's name in a line of its own, kept and not said: GOLD.md accepts it."""
    return our.role == "byline" and not our.spoken


def _false(pair: tuple[Segment, Segment | None]) -> int:
    """1 for what is no pull-quote and was taken for one; 2 when it is not even said."""
    want, our = pair
    if our is None or our.role != "pull_quote" or want.role == our.role or our.role in want.also:
        return 0
    return 2 if want.role in _GENUINE and not our.spoken else 1


def _wrong(want: Segment, our: Segment | None) -> str:
    if our is None:
        return f"no {_shown(want)}"
    fits = our.role == want.role or our.role in want.also
    return "" if fits else f"{our.role} for {_shown(want)}"


def _details(want: Segment, our: Segment | None) -> str:
    if our is None:
        return ""
    if want.speaker and our.role == "turn" and bare(our.speaker) != bare(want.speaker):
        return f"speaker {our.speaker!r} for {want.speaker!r}"
    if want.repeats is not None and our.role == "pull_quote" and our.repeats != want.repeats:
        return f"repeats: {our.repeats} for {_shown(want)}"
    return ""


def _shown(segment: Segment) -> str:
    text = segment.text.replace("\n", " ")
    return f"{segment.role} “{text[:40]}{'…' if len(text) > 40 else ''}”"  # noqa: RUF100, PLR2004


def _facts(plan: Json, gold: Json) -> list[str]:
    wrong = [
        f"{name} {plan.get(name)!r} for {gold[name]!r}"
        for name in _FACTS
        if name in gold and not _same_fact(str(plan.get(name, "")), gold[name], name)
    ]
    ours, wanted = [[bare(name) for name in data["authors"]] for data in (plan, gold)]
    return wrong if ours == wanted else [*wrong, f"authors {plan['authors']}"]


def _same_fact(ours: str, wanted: str, name: str) -> bool:
    if name == "language":
        return ours[:2] == wanted[:2]
    return ours[:10] == wanted if name == "date" else bare(ours) == bare(wanted)


def _links(ours: Iterable[Json], wanted: Iterable[Json]) -> tuple[str, ...]:
    """What is missing or too much; an author's own link, as pages have it, may be either."""
    listed = tuple(wanted)
    free = {bare(link["text"]) for link in listed if link.get("optional")}
    have, need = (
        Counter(
            (bare(link["text"]), link["url"]) for link in links if bare(link["text"]) not in free
        )
        for links in (ours, listed)
    )
    missing = [f"no link {text} → {url}" for text, url in need - have]
    return (*missing, *(f"extra link {text} → {url}" for text, url in have - need))


def _recorded(wish: Mapping[str, str], repairs: Iterable[Json]) -> bool:
    return any(
        all(_held(wish[side], repair[side]) for side in ("before", "after") if side in wish)
        for repair in repairs
    )


def _held(one: str, other: str) -> bool:
    one, other = plain(one), plain(other)
    return bool(one and other) and (one in other or other in one)


def planned(folder: Path) -> dict[str, Any]:
    """A case's plan, as JSON. Raises what the reader raises."""
    show = Show(title="Cases", guid="6b6b4f6e-6a3c-4d35-9f5e-1f2a6f1f7a77")
    with TemporaryDirectory() as place:
        path = _article(folder, Path(place))
        plan = render.plan(render.Request(path=path, slug=folder.name, show=show))
    return plan_json(plan.article, plan.script, plan.doubts(), show.cast)


def _article(folder: Path, place: Path) -> Path:
    description, book = folder / "description.json", folder / "book"
    if description.exists():
        return build(description, place)
    return bound(book, place) if book.exists() else next(folder.glob("article.*"))


def judged(folder: Path) -> Score:
    """A case's score; what the reader refuses scores nothing."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    try:
        return score(planned(folder), gold, folder.name)
    except Exception as error:  # noqa: BLE001 - a crash is the worst reading, not the table's end
        wanted = len(segments(gold))
        return Score(
            name=folder.name, wanted=wanted, segments=(f"{type(error).__name__}: {error}",)
        )


def row(score: Score) -> str:
    """One line for people, and under it what is wrong."""
    pulls = f"{score.found}/{score.found + score.missed} pull-quotes, {score.false} false"
    head = (
        f"{score.name:28} {score.share:6.1%}  {score.right}/{score.wanted}+{score.extra}  {pulls}"
    )
    kinds = ("segments", "facts", "links", "forbidden", "lost", "repairs")
    return "\n".join(
        [head, *(f"    {kind}: {it}" for kind in kinds for it in getattr(score, kind))]
    )


def main(folders: Sequence[str]) -> None:
    """Print a table of the cases in folders (a case, or a folder of cases), and their mean."""
    given = [Path(folder) for folder in folders] or [CASES]
    cases = sorted(gold.parent for folder in given for gold in folder.rglob("gold.json"))
    scores = [judged(case) for case in cases]
    right, wanted = (sum(part) for part in zip(*((s.right, s.wanted) for s in scores), strict=True))
    rows = [*map(row, scores), f"{len(scores)} cases, {right}/{wanted} segments right"]
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
