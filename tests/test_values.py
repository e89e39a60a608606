"""Values: what is asked of them all, and the two mistakes that mypy lets pass."""

import ast
import pickle
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest
from msgspec import Struct

import pipeline
from pipeline.model import Mix, Word
from pipeline.values import asdict, field, fields, replace, value

PACKAGE = Path(pipeline.__file__).parent


@value
class Shelf:
    """Words by their place."""

    words: tuple[Word, ...]
    places: Mapping[int, Word] = field(default_factory=dict)
    name: str = ""

    @property
    def full(self) -> bool:
        """Whether there are words."""
        return bool(self.words)


def test_it_is_told_by_name_kept_and_never_changed() -> None:
    shelf = Shelf(words=(Word(shown="a", said="b"),))
    assert (shelf.full, shelf.name, shelf.places) == (True, "", {})
    assert shelf == Shelf(words=(Word(shown="a", said="b"),)) != replace(shelf, name="oak")
    assert hash(shelf.words[0]) == hash(Word(shown="a", said="b"))
    assert pickle.loads(pickle.dumps(shelf)) == shelf
    assert repr(replace(shelf, words=())) == "Shelf(words=(), places={}, name='')"
    with pytest.raises(AttributeError):
        shelf.name = "oak"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        shelf.colour = "brown"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Word("a", "b")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        replace(shelf, colour="brown")  # type: ignore[call-arg]


def test_all_of_it_as_a_dict() -> None:
    word = Word(shown="a", said="b")
    known = {name: getattr(word, name) for name in fields(Word)}
    assert known.keys() == set(Word.__annotations__)
    shelf = Shelf(words=(word,), places={3: word}, name="oak")
    assert asdict(shelf) == {"words": (known,), "places": {3: known}, "name": "oak"}


def modules() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        if "@value" in path.read_text(encoding="utf-8"):
            yield ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


@pytest.mark.parametrize("name", sorted(modules()))
def test_no_value_has_anything_of_dataclasses_in_it(name: str) -> None:
    """Their `field` would be the default itself, and their `replace` knows no value."""
    path = PACKAGE.parent.joinpath(*name.split(".")).with_suffix(".py")
    if path == PACKAGE / "values.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = {
        each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        for each in node.names
    }
    assert not taken & {"replace", "asdict", "fields"}
    held = vars(import_module(name.removesuffix(".__init__"))).values()
    for each in held:
        if isinstance(each, type) and issubclass(each, Struct):
            known = [type(default).__module__ for default in each.__struct_defaults__]
            assert "dataclasses" not in known, each


def test_what_is_made_anew_is_another() -> None:
    assert Shelf(words=()).places is not Shelf(words=()).places
    assert Mix.__struct_config__.frozen  # type: ignore[attr-defined]
