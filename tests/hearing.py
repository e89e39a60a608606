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


def pitch(speech: Speech) -> float:
    """The middle of the voice's fundamental frequency, in Hz."""
    heard, size = samples(speech).astype(float), round(0.04 * speech.rate)
    low, high = round(speech.rate / 350), round(speech.rate / 60)
    found = []
    for start in range(0, len(heard) - size, size):
        block = heard[start : start + size] - heard[start : start + size].mean()
        alike = np.correlate(block, block, "full")[size - 1 :]
        lag = low + int(np.argmax(alike[low:high]))
        if alike[0] > size * 800**2 and alike[lag] > 0.5 * alike[0]:
            found.append(speech.rate / lag)
    return float(np.median(found))
