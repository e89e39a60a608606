"""Time and memory of a render beside the usual ways, on the same text and the same engine.

    scripts/bench                 5 and 33 minutes, 2 and 10 hours of speech: an hour, on two cores
    scripts/bench --minutes 5     another length; may be repeated
    scripts/bench --write DIR     also write the table (bench.md) and its plot (bench.svg) there
    scripts/bench --alone         without the other ways
    scripts/bench --together      both of them at once, a core each: they use one
    scripts/bench --formats mp3,m4a,opus     make these
    scripts/bench --reading       how the time to understand an article grows with its words, in
                                  every format; hostile text, too. Needs requirements-test.txt
    scripts/bench --records N     build a feed of N episodes: all, one more, nothing new
    scripts/bench --pages         what pages weigh, and how soon Chromium shows them: five minutes.
                                  Needs requirements-test.txt
    scripts/bench --archive       300 articles in every way; more options: --archive --help

Each program runs alone, in a process of its own, on a text made for the run: no sentence occurs
twice, so that nothing is saved by speaking it once. The floor is the CPU time of engine, encoder
and meter alone, over the workers, on one core while the others rest; on all cores at once it takes
more where they share what is inside them: that is told too. Up to an hour both and the cold render
run three times in turn, since a machine's pace changes; a cold render is over the floor before it.
So do the small runs of every length: made again, changed, unchanged. The middle one is told.

The pydub script does what such scripts do: speak each sentence, join the segments with silence
between, normalise, export as MP3. The ffmpeg way speaks each into a file, and has ffmpeg join them,
measure, bring them to their level and encode.
"""

import argparse
import ctypes
import itertools
import json
import math
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

Row = dict[str, object]  # what was measured of one program: seconds, CPU seconds, MiB …

BESIDE = {
    "--archive": "bench_archive.py",
    "--pages": "bench_pages.py",
    "--records": "bench_records.py",
}
WORDS_A_MINUTE = 187  # of the default voice, pauses included: measured on these texts
LENGTHS = (5, 33, 120, 600)  # minutes
LIMIT = 1800  # seconds after which a program is stopped
TIMES = 3  # the middle one counts; floor and cold render once, where there is over an hour
METALS = ("brass", "silver", "copper", "golden")  # keys, from one of so many changes to the next
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER, linux/prctl.h
MIB = 1024 if sys.platform == "linux" else 1024 * 1024  # of ru_maxrss
RENDER = "import sys; from pipeline.cli.render_episode import main; sys.exit(main())"

FORMATS = {  # and the most words that the limits of its reader take, or patience in writing it
    "md": 100_000,
    "txt": 100_000,
    "html": 100_000,
    "epub": 100_000,
    "docx": 100_000,
    "odt": 100_000,
    "pdf": 20_000,
}
HOSTILE = {
    "a long word": "a" * 1_000_000,
    "a long line": "word " * 200_000,
    "brackets": "[" * 20_000,
    "quotes": ">" * 5_000 + " x",
    "pictures": "![" * 2_000 + "x" + "](y)" * 2_000,
    "blanks": "a" + " " * 1_000_000 + "b",
    "tags": "<div>" * 10_000 + "x",
}

SUBJECTS = "The harbour|A letter|The council|My neighbour|The old railway|Every winter|The mill|A choir|The library|One teacher|The river|A printer|The market|An orchard|The ferry"  # noqa: E501
VERBS = "carried|remembered|divided|welcomed|changed|followed|described|measured|repaired|opened|answered|joined|kept|crossed|painted|counted"  # noqa: E501
OBJECTS = "the long street|a set of brass keys|the names of the workers|two hundred books|an empty hall|the first train|a quiet argument|the winter accounts|the sound of bells|a map of the coast|the last of the apples|an unfinished bridge"  # noqa: E501
ENDS = "before the rain came|for the better part of a year|without a word to anyone|as far as the northern gate|while the others were asleep|in the spring of {year}|and nobody asked why|until the lamps were lit|with {number} pennies left over|on the road to the sea"  # noqa: E501


def text(minutes: float, seed: int = 0) -> str:
    """An article of about so many minutes, the same for the same length and seed."""
    choose = random.Random(round(minutes * 60) + 1_000_003 * seed).choice  # noqa: S311 - no secret
    seen: set[str] = set()
    paragraphs, words, number = [], 0, 0
    while words < minutes * WORDS_A_MINUTE:
        sentences: list[str] = []
        while len(sentences) < 5:  # noqa: PLR2004
            number += 1
            half = f"{choose(VERBS.split('|'))} {choose(OBJECTS.split('|'))}"
            end = choose(ENDS.split("|")).format(year=1700 + number % 300, number=number)
            first = f"{choose(SUBJECTS.split('|'))} {half} {end}"
            sentence = f"{first}, and then {choose(VERBS.split('|'))} {choose(OBJECTS.split('|'))}."
            if sentence not in seen:
                seen.add(sentence)
                sentences.append(sentence)
                words += len(sentence.split())
        paragraphs.append(" ".join(sentences))
    return "# A bench\n\nby A Bench\n\n" + "\n\n".join(paragraphs) + "\n"


def run(name: str, command: list[str], folder: Path) -> Row:
    """Run one program to its end or the limit: seconds, CPU seconds, MiB of its largest process."""
    started = time.perf_counter()
    told = folder / f"{name}.log"
    with told.open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, process_group=0)
        try:
            usage, status, stopped = ended(process.pid, started)
        except BaseException:  # its group is its own: no ^C reaches it
            os.killpg(process.pid, signal.SIGKILL)
            raise
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and not stopped:
        sys.exit(f"{name} failed:\n{told.read_text()}")
    usages = [usage, *left_behind(process.pid)]
    return {
        "name": name,
        "seconds": seconds,
        "cpu": sum(each.ru_utime + each.ru_stime for each in usages),
        "mib": max(each.ru_maxrss for each in usages) / MIB,
        "stopped": stopped,
    }


def ended(pid: int, started: float) -> tuple[resource.struct_rusage, int, bool]:
    """Wait for a program: what it used, its status, whether it was stopped at the limit."""
    stopped = False
    while True:
        done, status, used = os.wait4(pid, os.WNOHANG)
        if done:
            return used, status, stopped
        if time.perf_counter() - started > LIMIT and not stopped:
            os.killpg(pid, signal.SIGKILL)
            stopped = True
        time.sleep(0.01)


def adopt() -> None:
    """Become the parent of processes whose own ends first, so that what they used is known."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def left_behind(group: int) -> Iterator[resource.struct_rusage]:
    """What the last processes of a program used, such as the one that workers were made from."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-group, 0)[2]


def rounds(
    article: Path, workers: int, formats: str, times: int
) -> Iterator[tuple[float, float, Row]]:
    """Floor, floor on all cores, cold render, so many times: the seconds of each, the row."""
    folder = article.parent
    least = [sys.executable, __file__, "--floor", str(article), "--formats", formats]
    parts = [[*least, "--part", str(number), str(workers)] for number in range(workers)]
    for number in range(times):
        alone = least_work([least], folder) / workers
        every = least_work(parts, folder) / workers
        fresh = ["--cache", f"cache-{number}", "--feed", f"feed-{number}"]
        yield alone, every, run("cold", [*rendered(article, workers, formats), *fresh], folder)


def rendered(article: Path, workers: int, formats: str) -> list[str]:
    """The command of a render."""
    command = [sys.executable, "-c", RENDER, str(article), "--workers", str(workers)]
    return [*command, "--formats", formats]


def middle(rows: list[Row]) -> Row:
    """The row of the middle ratio."""
    return sorted(rows, key=lambda row: float(str(row["ratio"])))[len(rows) // 2]


def compare(
    minutes: float, workers: int, formats: str, *, alone: bool, together: bool
) -> Iterator[Row]:
    """The rows of one length, as they come."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        article = folder / "article.md"
        article.write_text(text(minutes), encoding="utf-8")
        times = TIMES if minutes <= 60 else 1  # noqa: PLR2004
        floors, every, cold = zip(*rounds(article, workers, formats, times), strict=True)
        floor = statistics.median(floors)

        def told(row: Row, beside: float = floor) -> Row:
            return row | {"minutes": minutes, "ratio": float(str(row["seconds"])) / beside}

        for name, seconds in (("floor", floor), ("floor, all cores", statistics.median(every))):
            facts = {"seconds": seconds, "cpu": seconds * workers, "mib": 0, "stopped": False}
            yield told({"name": name, **facts})
        yield middle(list(map(told, cold, floors)))
        again = rendered(article, workers, formats)
        again += ["--cache", "cache-0", "--feed", "feed-0"]
        for name in ("made again", "one sentence changed", "nothing changed"):
            small = []
            for metals in itertools.pairwise(METALS):
                if name == "one sentence changed":
                    change(article, *metals)
                command = [*again, "--again"] if name == "made again" else again
                small.append(told(run(name, command, folder)))
            yield middle(small)
        if not alone:
            ways = {"plain pydub": "--pydub", "ffmpeg in two passes": "--ffmpeg"}
            other = [sys.executable, __file__]
            commands = [(name, [*other, way, str(article)], folder) for name, way in ways.items()]
            with ThreadPoolExecutor(len(ways)) as ahead:
                mapped = ahead.map if together else map
                for row in mapped(run, *zip(*commands, strict=True)):
                    yield told(row)


def change(article: Path, before: str, after: str) -> None:
    """Change a word in the first sentence about such keys."""
    told = article.read_text(encoding="utf-8")
    changed = told.replace(f"{before} keys", f"{after} keys", 1)
    assert changed != told, "no sentence has such keys"
    article.write_text(changed, encoding="utf-8")


def least_work(commands: list[list[str]], folder: Path) -> float:
    """The CPU seconds of so many programs at once, each a part of the floor."""
    names = [f"floor-{number}" for number in range(len(commands))]
    with ThreadPoolExecutor(len(commands)) as every:
        list(every.map(run, names, commands, itertools.repeat(folder)))
    return sum(told_by(name, folder) for name in names)


def told_by(name: str, folder: Path) -> float:
    """The CPU seconds that a floor told."""
    return float(json.loads((folder / f"{name}.log").read_text())["cpu"])


def line(row: Row) -> str:
    """A row of the table, in Markdown."""
    seconds = f"{row['seconds']:.2f}" if not row["stopped"] else f"over {LIMIT}"
    ratio = f"{row['ratio']:.2f}" if not row["stopped"] else f"over {int(float(str(row['ratio'])))}"
    mib = "" if str(row["name"]).startswith("floor") else f"{row['mib']:.0f}"
    return (
        f"| {row['minutes']:>7g} | {row['name']:<20} | {seconds:>9} | {row['cpu']:>8.2f} "
        f"| {mib:>7} | {ratio:>9} |"
    )


HEAD = (
    "| minutes | program              |   seconds |    CPU s | MiB max | of floor  |\n"
    "|--------:|:---------------------|----------:|---------:|--------:|----------:|"
)


def plot(rows: list[Row]) -> str:
    """Seconds against minutes, both logarithmic, as SVG; a program that was stopped ends there."""
    lengths = [float(str(row["minutes"])) for row in rows]
    costs = [float(str(row["seconds"])) for row in rows]
    low, high = math.log10(min(costs)), math.log10(max(costs))
    first, last = math.log10(min(lengths)), math.log10(max(lengths) * 1.01)
    colours = dict(zip(dict.fromkeys(row["name"] for row in rows), PALETTE, strict=False))
    marks, ends = [], {}
    for name, colour in colours.items():
        points = [
            (
                70 + 480 * (math.log10(float(str(row["minutes"]))) - first) / (last - first),
                350 - 320 * (math.log10(float(str(row["seconds"]))) - low) / (high - low),
            )
            for row in rows
            if row["name"] == name
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        marks += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        ends[name] = points[-1]
    lowest = 0.0
    for name, (x, y) in sorted(ends.items(), key=lambda end: end[1][1]):
        lowest = max(y + 4, lowest + 13)  # so that no two names lie over each other
        marks.append(f'<text x="{x + 8:.1f}" y="{lowest:.1f}" fill="{colours[name]}">{name}</text>')
    for decade in range(math.ceil(low), math.floor(high) + 1):
        y = 350 - 320 * (decade - low) / (high - low)
        marks.append(f'<text x="62" y="{y + 4:.1f}" text-anchor="end">{10.0**decade:g} s</text>')
        marks.append(f'<line x1="70" y1="{y:.1f}" x2="550" y2="{y:.1f}" stroke="#ccc"/>')
    for minutes in dict.fromkeys(lengths):
        x = 70 + 480 * (math.log10(minutes) - first) / (last - first)
        marks.append(f'<text x="{x:.1f}" y="376" text-anchor="middle">{minutes:g} min</text>')
    body = "\n".join(marks)
    style = 'font-family="sans-serif" font-size="12"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 390" {style}>'
        f'<rect width="720" height="390" fill="#fff"/>\n{body}\n</svg>\n'
    )


PALETTE = ("#777777", "#aaaaaa", "#0b6e4f", "#3a9e7d", "#1f5fa8", "#7aa6d6", "#c0392b", "#d68910")


def reading() -> None:
    """Print how long it takes to read, prove and script articles of every format and length."""
    print("format     words     read    prove   script  seconds a 1,000 words")
    with tempfile.TemporaryDirectory() as scratch:
        for suffix, most in FORMATS.items():
            for words in (1_000, 4_000, 20_000, 100_000):
                if words <= most:
                    path = Path(scratch) / f"article.{suffix}"
                    path.write_bytes(written(text(words / WORDS_A_MINUTE), suffix))
                    print(f"{suffix:<7}{words:>9}{steps(path, words)}", flush=True)
        for name, hostile in HOSTILE.items():
            path = Path(scratch) / "hostile.md"
            path.write_text(f"One word.\n\n{hostile}", encoding="utf-8")
            print(f"{name:<16}{steps(path, 0)}", flush=True)


def written(article: str, suffix: str) -> bytes:
    """An article of this format, by the writers of the tests."""
    sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]
    from documents.building import write  # noqa: PLC0415
    from documents.part import parsed  # noqa: PLC0415

    if suffix == "txt":
        return article.encode()
    title, byline, *paragraphs = article.strip().split("\n\n")
    parts = [{"role": "title", "text": title[2:]}, {"role": "byline", "text": byline}]
    parts += [{"role": "paragraph", "text": paragraph} for paragraph in paragraphs]
    return write(parsed({"title": title[2:], "parts": parts}), suffix)


def steps(path: Path, words: int) -> str:
    """The seconds that each step takes."""
    from pipeline import reading, scripting  # noqa: PLC0415
    from pipeline.model import Notes, Show  # noqa: PLC0415

    marks = [time.perf_counter()]
    article = reading.read(path)
    marks.append(time.perf_counter())
    reading.ledger.prove(article)
    marks.append(time.perf_counter())
    scripting.adapt(article, Show(title="Bench", guid="0"), Notes())
    marks.append(time.perf_counter())
    told = "".join(f"{b - a:>9.3f}" for a, b in itertools.pairwise(marks))
    return told + (f" {(marks[-1] - marks[0]) / words * 1000:>10.3f}" if words else "")


def spoken(article: str) -> Iterator[tuple[bytes, int, float]]:
    """Each line as 16-bit samples, their rate, and the pause after it."""
    from pipeline import render  # noqa: PLC0415
    from pipeline.engines import find  # noqa: PLC0415
    from pipeline.model import Show  # noqa: PLC0415

    show = Show(title="Bench", guid="0")
    planned = render.plan(render.Request(path=Path(article), slug="bench", show=show))
    for said in planned.script.lines:
        voice = show.cast[said.voice]
        speech = find(voice.engine).speak(said.words, voice)
        yield speech.pcm, speech.rate, said.pause


def floor(article: str, formats: str, part: tuple[int, int]) -> None:
    """The CPU seconds of engine, encoders and meter for a render's takes, and of nothing else."""
    from pipeline import encoding, metering, narrating, render  # noqa: PLC0415
    from pipeline.engines import find  # noqa: PLC0415
    from pipeline.model import Show, Sound  # noqa: PLC0415
    from pipeline.store import open_store  # noqa: PLC0415

    show = Show(title="Bench", guid="0", sound=Sound(formats=tuple(formats.split(","))))
    script = render.plan(render.Request(path=Path(article), slug="bench", show=show)).script
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        jobs = narrating.missing(script, script.cast, store, sound=show.sound)
        spent: list[float] = []
        for engine in {type(find(voice.engine)) for voice in script.cast.values()}:
            clock(engine, "speak", spent)
        clock(encoding, "encode_mp3", spent)
        clock(encoding, "encode_other", spent)
        clock(metering, "meter", spent)
        for job in jobs[part[0] :: part[1]]:
            narrating.make_take(job)
    print(json.dumps({"cpu": sum(spent)}))


def clock(room: object, name: str, spent: list[float]) -> None:
    """Tell of each call of a function the CPU seconds of the thread that it runs in."""
    function = getattr(room, name)

    def clocked(*given: object, **named: object) -> object:
        mark = time.thread_time()
        try:
            return function(*given, **named)
        finally:
            spent.append(time.thread_time() - mark)

    setattr(room, name, clocked)


def pydub(article: str) -> None:
    """The usual script: one AudioSegment that grows, then normalise, then export."""
    import imageio_ffmpeg  # noqa: PLC0415
    from pydub import AudioSegment  # noqa: PLC0415
    from pydub.effects import normalize  # noqa: PLC0415

    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    whole = AudioSegment.empty()
    for pcm, rate, pause in spoken(article):
        segment = AudioSegment(pcm, sample_width=2, frame_rate=rate, channels=1)
        whole += segment + AudioSegment.silent(round(pause * 1000), frame_rate=rate)
    normalize(whole).export("plain.mp3", format="mp3", bitrate="96k", parameters=["-ar", "44100"])


def ffmpeg(article: str) -> None:
    """The usual way without Python's help: the concat demuxer, loudnorm twice, LAME."""
    import imageio_ffmpeg  # noqa: PLC0415

    with Path("list.txt").open("w", encoding="utf-8") as listed:
        for number, (pcm, rate, pause) in enumerate(spoken(article)):
            with wave.open(f"{number}.wav", "wb") as file:
                file.setparams((1, 2, rate, 0, "NONE", ""))
                file.writeframes(pcm + bytes(2 * round(pause * rate)))
            listed.write(f"file {number}.wav\n")
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y"]
    source = ["-f", "concat", "-i", "list.txt", "-af"]
    wanted = "loudnorm=I=-19:TP=-1:LRA=11"
    first = [*program, *source, f"{wanted}:print_format=json", "-f", "null", "-"]
    told = subprocess.run(first, check=True, capture_output=True, text=True).stderr
    found = json.loads(told[told.rindex("{") : told.rindex("}") + 1])
    known = f"measured_I={found['input_i']}:measured_TP={found['input_tp']}"
    known += f":measured_LRA={found['input_lra']}:measured_thresh={found['input_thresh']}"
    second = [*program, *source, f"{wanted}:{known}:offset={found['target_offset']}:linear=true"]
    subprocess.run([*second, "-ar", "44100", "-b:a", "96k", "two.mp3"], check=True)


def compare_all(chosen: argparse.Namespace) -> None:
    """Print the table, length by length; write it and its plot where that was asked for."""
    adopt()
    if chosen.write:
        chosen.write.mkdir(parents=True, exist_ok=True)
    print(HEAD)
    rows: list[Row] = []
    ways = {"alone": chosen.alone, "together": chosen.together}
    for minutes in chosen.minutes or LENGTHS:
        for row in compare(minutes, chosen.workers, chosen.formats, **ways):
            rows.append(row)
            print(line(row), flush=True)
    if chosen.write:
        table = "\n".join([HEAD, *map(line, rows)]) + "\n"
        (chosen.write / "bench.md").write_text(table, encoding="utf-8")
        (chosen.write / "bench.svg").write_text(plot(rows), encoding="utf-8")


def main() -> None:
    """Compare at each length asked for, or run the program beside this that was named first."""
    if sys.argv[1:2] and (name := BESIDE.get(sys.argv[1])):
        program = Path(__file__).with_name(name)
        sys.exit(subprocess.call([sys.executable, program, *sys.argv[2:]]))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, action="append", help="length of the speech")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--formats", default="mp3", help="what our renders make")
    parser.add_argument("--write", type=Path, metavar="DIR", help="where table and plot go")
    parser.add_argument("--alone", action="store_true", help="without the other ways")
    parser.add_argument("--reading", action="store_true", help="only the understanding of text")
    parser.add_argument(
        "--together", action="store_true", help="both other ways at once, a core each"
    )
    own = {"pydub": pydub, "ffmpeg": ffmpeg}
    parser.add_argument("--floor", help=argparse.SUPPRESS)
    parser.add_argument("--part", nargs=2, type=int, default=(0, 1), help=argparse.SUPPRESS)
    for name in own:
        parser.add_argument(f"--{name}", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    for name, own_program in own.items():
        if article := getattr(chosen, name):
            own_program(article)
            return
    if chosen.floor:
        floor(chosen.floor, chosen.formats, tuple(chosen.part))
        return
    if chosen.reading:
        reading()
        return
    compare_all(chosen)


if __name__ == "__main__":
    main()
