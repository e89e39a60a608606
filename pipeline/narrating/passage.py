"""A voice → how it says a few sentences of ours, which its level and its pace are measured on."""

from pipeline.model import Speech, Voice, Word
from pipeline.narrating.speaking import speak, speech_key
from pipeline.store import Store

# Sentences as talks have them; in four voices of espeak they are as loud as two whole talks, to
# 0.15 LU.
PASSAGE = (
    (
        "In practice, however, the question was settled by a small group of organizers, most of "
        "whom had never met."
    ),
    (
        "Some of these movements were large and others were tiny, but each of them understood "
        "that its own freedom depended on that of the rest."
    ),
    "What does it mean to say that a community is more than the sum of its members?",
    "They travelled by train and on foot, carrying pamphlets, letters and a little money.",
)

LINES = tuple(
    tuple(Word(shown=word, said=word, language="en") for word in sentence.split())
    for sentence in PASSAGE
)


def passage_keys(voice: Voice) -> list[str]:
    """The keys of the sentences in this voice."""
    return [speech_key(line, voice) for line in LINES]


def spoken_passage(voice: Voice, store: Store) -> list[Speech]:
    """The speech of each sentence. Raises EngineError when the voice can't speak."""
    keys = passage_keys(voice)
    return [speak(line, voice, key, store).speech for line, key in zip(LINES, keys, strict=True)]
