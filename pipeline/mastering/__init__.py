"""A narration in, the finished files of its episode out, in a folder nobody sees yet.

The promise: the same narration gives the same bytes, in constant memory, and what does not sound
as promised is refused before a byte is written. Takes are joined as the frames they are kept as;
nothing is decoded or encoded again. There is no clock here.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.errors import GoneError
from pipeline.formats import transcripts
from pipeline.formats.chapters import JSON_TYPE, chapters_json, marks
from pipeline.formats.id3 import Facts
from pipeline.formats.texts import TYPE as TEXT_TYPE
from pipeline.formats.texts import text_html
from pipeline.mastering.files import keep, writing
from pipeline.mastering.joining import JOIN, Work, look
from pipeline.mastering.measuring import measure
from pipeline.mastering.picturing import addresses, chapters_with, keep_cards
from pipeline.model import Article, MediaFile, Narration, Notes, Picture, Recording, Role, Show
from pipeline.store import Store
from pipeline.values import replace

# How captions name a voice that is not a speaker's
_LABELS: Mapping[str, str] = {
    **{role: role.replace("_", " ").capitalize() for role in Role},
    "narrator": "Narrator",
    "pull_quote": "Pull-quote",
    "block_quote": "Quotation",
    "announcer": "Announcer",
}


def master(  # noqa: PLR0913, PLR0917 - the values of the steps before, as render.py has them
    narration: Narration,
    article: Article,
    show: Show,
    notes: Notes,
    store: Store,
    folder: Path,
    *,
    slug: str,
    picture: Picture,
    map: Callable[..., Iterable[Any]] = map,  # noqa: A002 - it is the builtin, or a pool's
) -> Recording:
    """Make the audio, its chapters, captions, text and pictures in `folder`, which is made.

    `map` is called once, for the captions, which can be made meanwhile.

    Raises SoundError when the sound is not what the show promises, PlaceError when a take is gone
    from the store or the folder can't be written.
    """
    texts = _captions(narration, article, show, notes, map)
    measures = measure(narration, show.sound.measured)
    pictured = chapters_with(narration, picture.cards)
    facts = replace(
        _facts(narration, article, show, notes, slug),
        cover=picture.small,
        pictures={
            chapter: picture.copies[block]
            for chapter, block in pictured.items()
            if block in picture.copies
        },
    )
    with writing(folder), ThreadPoolExecutor(2) as aside:
        work = Work(
            narration=narration,
            facts=facts,
            channels=show.sound.channels,
            store=store,
            folder=folder,
            slug=slug,
            aside=aside,
        )
        sound = _join(work, show.sound.formats)
        quotes = keep_cards(folder, narration, picture.cards)
        listed = _listed(facts, addresses(show, slug, pictured, quotes))
        page = text_html(article, narration, facts.title)
        others = (
            keep(folder, "chapters", JSON_TYPE, "json", listed),
            *(
                keep(folder, "transcript", kind, end, zlib.decompress(text))
                for kind, end, text in texts
            ),
            keep(folder, "cover", "image/jpeg", "jpg", picture.large),
            *dict.fromkeys(quotes.values()),
            keep(folder, "transcript", TEXT_TYPE, "html", page),
        )
        files = (*(each.result() for each in sound), *others)
    return Recording(
        folder=str(folder),
        files=files,
        length=narration.length,
        chapters=tuple(facts.chapters),
        measures=measures,
        cards={block: file.name for block, file in quotes.items()},
    )


def _listed(facts: Facts, pictures: Mapping[int, str]) -> bytes:
    """The chapters as JSON."""
    podcast = {"title": facts.title, "author": facts.artist, "podcast": facts.album}
    return chapters_json(facts.chapters, **podcast, pictures=pictures)


def _join(work: Work, forms: Sequence[str]) -> list[Future[MediaFile]]:
    """The files of sound, which get their names meanwhile.

    When one take is gone, others may be: they are looked for at once.
    """
    try:
        return [JOIN[form](work) for form in forms]
    except GoneError:
        look(work, forms)
        raise


def _facts(narration: Narration, article: Article, show: Show, notes: Notes, slug: str) -> Facts:
    metadata = article.metadata
    standfirst = [block.text for block in article.blocks if block.role is Role.STANDFIRST]
    return Facts(
        title=notes.title or metadata.title or slug,
        artist=notes.author or ", ".join(metadata.authors) or show.author,
        album=show.title,
        number=notes.number,
        date=notes.date or metadata.date,
        language=narration.script.language,
        comment="\n\n".join(filter(None, (metadata.subtitle, *standfirst))),
        transcript=transcripts.plain_text(narration),
        length=narration.length,
        source_url=metadata.url,
        chapters=marks(narration),
    )


def _captions(
    narration: Narration, article: Article, show: Show, notes: Notes, mapper: Callable[..., Any]
) -> Iterable[tuple[str, str, bytes]]:
    """Every form of the transcript, as `deflated` has it: made where `mapper` has room for it."""
    heard = transcripts.heard(narration, _names(show, notes), _speakers(article))
    return chain.from_iterable(mapper(transcripts.deflated, [heard]))


def _names(show: Show, notes: Notes) -> Mapping[str, str]:
    """How captions name the voices; a person who is the narrator by name."""
    persons = (*notes.persons, *show.persons)
    narrator = next((person.name for person in persons if person.role == "narrator"), "")
    return {**_LABELS, **({"narrator": narrator} if narrator else {})}


def _speakers(article: Article) -> Mapping[int, str]:
    return {at: block.speaker for at, block in enumerate(article.blocks) if block.speaker}
