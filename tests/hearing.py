"""Small helpers of the tests that listen to engines."""

import numpy as np
import numpy.typing as npt

from pipeline.model import Speech, Word

SENTENCE = "The readers climbed the platform, and the whole floor grew still."


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(shown=word, said=word) for word in text.split())


def samples(speech: Speech) -> npt.NDArray[np.int16]:
    return np.frombuffer(speech.pcm, "<i2")


def seconds(speech: Speech) -> float:
    return len(samples(speech)) / speech.rate
