"""Makes the texts and annotations that are measured; the same ones every time."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.app.datasets import prepare_dataset
from annotator.app.jobs import Unwatched
from annotator.app.projects import create_project, load_codebook
from annotator.app.settings import Settings
from annotator.formats.jsonl import JsonLines
from annotator.model.bundle import Bundle, BundleAnnotation
from annotator.model.codebook import CodebookLabel
from annotator.model.document import text_sha256
from annotator.model.ids import AnnotatorId, derived_id
from annotator.model.span import Span, quote_of

SEED = 20_261_122
PEOPLE = ("Annotator A", "Annotator B")
"""Whose annotations there are; the first is the one at work."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything.

    Attributes:
        characters: Of each text, in code points.
        annotations: Of each text.
        one_paragraph: Whether each text is a single line.
    """

    name: str
    texts: int
    characters: int
    annotations: int
    one_paragraph: bool = False

    def tenth(self) -> Size:
        """Return a size with a tenth of the annotations, for a quick look."""
        if self.texts > 1:
            return replace(self, texts=self.texts // 10)
        return replace(
            self, characters=self.characters // 10, annotations=self.annotations // 10
        )


S = Size("S", 1, 7_000, 60)
M = Size("M", 1_000, 7_000, 60)
L = Size("L", 1, 5_000_000, 50_000)
P = Size("P", 1, 1_000_000, 10_000, one_paragraph=True)


def my_settings() -> Settings:
    """Return the settings of the first of ``PEOPLE``."""
    me = AnnotatorId(derived_id("annotator", PEOPLE[0].casefold()))
    return Settings(annotator_id=me, name=PEOPLE[0], device=1, theme="light")


def seed_codebook() -> CodebookLabel:
    """Return what says with which codebook all projects are made."""
    return load_codebook().label


def bundles(size: Size) -> Iterator[Bundle]:
    """Yield the documents of a size with their annotations."""
    codebook = seed_codebook()
    for number in range(size.texts):
        chance = random.Random(f"{SEED}/{size.name}/{number}")
        text = _text(chance, size.characters, " " if size.one_paragraph else "\n")
        yield Bundle(
            id=_id(chance),
            name=f"{size.name.lower()}-{number:04d}.txt",
            sha256=text_sha256(text),
            text=text,
            metadata={
                "title": text[: text.index("🌊") + 1],
                "outlet": chance.choice(_OUTLETS),
                "date": f"2026-03-{chance.randint(1, 28):02d}",
            },
            annotations=_annotations(chance, text, size.annotations),
            codebook=codebook,
        )


def write_dataset(size: Size, target: Path) -> Path:
    """Write the documents of a size as JSON Lines and return ``target``."""
    JsonLines().write(bundles(size), target)
    return target


def build_project(datasets: Sequence[Path], target: Path) -> Path:
    """Make a project, import datasets into it as a user would, return ``target``."""
    session = create_project(target, my_settings(), title=target.stem)
    for dataset in datasets:
        prepared = prepare_dataset(
            session.project,
            dataset,
            JsonLines(),
            annotator=session.me,
            add_tags=False,
            skip_invalid=False,
            monitor=Unwatched(),
        )
        if prepared.edit is None:
            raise RuntimeError(f"{dataset} was refused: {prepared.report.problems[:3]}")
        session.apply(prepared.edit)
    # Past the session, which would make a backup that nobody needs.
    session.project.close()
    return target


def some_words(chance: random.Random, text: str) -> Span:
    """Return three to ten words at a random place of ``text``."""
    while True:
        words = _TEN_WORDS.search(text, chance.randrange(len(text)))
        if words is not None:
            start = words.start(1)
            ends = [start + space.start() for space in re.finditer(" ", words[1])]
            return Span(start, chance.choice([*ends[2:], words.end(1)]))


# Texts ---------------------------------------------------------------------

_TEN_WORDS = re.compile(r"\s(\S+(?: \S+){9})")
_WORD = re.compile(r"\S+")
_OUTLETS = ("Courier", "Estuary Post", "Agency", "Le Matin d’Évian")
_NAMES = (
    *("Dara Wrenfield", "Jonas Quill", "Ines Tarrow", "Zoë Lindqvist"),
    *("José Peña", "Amira Selwood", "Tobin Rask", "Bra\u0301ulio Cafe\u0301"),
)
_BODIES = (
    *("the Estuary Agency", "the ministry", "the union", "the Fishers’ Guild"),
    *("Brackwell Terminals", "the harbour office", "the court", "the council"),
)
_NOUNS = (
    *("litres", "boats", "residents", "workers", "euros", "metres", "per cent"),
    *("sheds", "lorries", "ballots"),
)
_ABOUT = ("about", "more than", "at least", "nearly", "up to", "")
_MOODS = ("😀", "👩‍🚒", "🌊🌊", "👍🏽", "🇫🇮")
WORDS = re.findall(
    r"\w+",
    """
    the a of to in and that it was for on with as had by at from were after
    before harbour tank valve night report pumps water company workers town
    inspection closed opened repaired reported warned found moved raised barge
    quay season inquiry January Tuesday morning evening smell drinking springs
    boats crew café naïve façade ferry jetty schedule evidence nobody everyone
    three four several again later earlier would could might agreed promised
    officials engineers documents records camera leak storm bridge road school
    """,
)


def _text(chance: random.Random, length: int, between: str) -> str:
    """Return paragraphs of news, exactly ``length`` code points."""
    paragraphs: list[str] = [f"{_opened(_clause(chance, 6))} 🌊"]
    total = len(paragraphs[0]) + 1
    while total <= length:
        sentences = chance.choice((1, 1, 2, 2, 3))
        paragraph = " ".join(_opened(_sentence(chance)) for _ in range(sentences))
        paragraphs.append(paragraph)
        total += len(paragraph) + 1
    text = between.join(paragraphs)[: length - 1]
    # Cut between words, so that no emoji or accent is cut.
    return text[: text.rindex(" ")].ljust(length - 1, "-") + "."


def _sentence(chance: random.Random) -> str:
    clause = _clause(chance, chance.randint(6, 16))
    name, body = chance.choice(_NAMES), chance.choice(_BODIES)
    kind = chance.random()
    if kind < 0.3:
        return f"{name} said {clause}."
    if kind < 0.5:
        return f"“{_opened(clause)},” {name} said."
    if kind < 0.65:
        return f"{body} denied that {clause}."
    if kind < 0.9:
        count = f"{chance.choice(_ABOUT)} {chance.randint(2, 90_000):,}".strip()
        return f"{count} {chance.choice(_NOUNS)} {clause}, {body} said."
    if kind < 0.93:
        return f"“{_opened(clause)} {chance.choice(_MOODS)}”, {name} wrote."
    return f"{clause}."


def _opened(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _clause(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


# Annotations ---------------------------------------------------------------

_TAGS = ("claim", "denial", "figure", "quote")
_WEIGHTS = (40, 15, 25, 20)
_LENGTHS = {"claim": (6, 25), "denial": (4, 12), "figure": (1, 4), "quote": (3, 20)}
"""Fewest and most words."""
_NESTED = 0.3
_SPLIT = 0.03
_DESCRIBED = 0.4
_NOTED = 0.05
_NOTES = (
    "Who said this first?",
    "Same figure as in the agency’s report; naïve rounding?",
    "Second sentence contradicts it.\nAsk B.",
)


def _annotations(
    chance: random.Random, text: str, count: int
) -> list[BundleAnnotation]:
    """Return annotations that overlap and nest, in the order they were made."""
    words = [match.span() for match in _WORD.finditer(text)]
    starts = [start for start, _ in words]
    made: list[BundleAnnotation] = []
    for number in range(count):
        tag = chance.choices(_TAGS, _WEIGHTS)[0]
        length = min(chance.randint(*_LENGTHS[tag]), len(words))
        first = chance.randrange(len(words) - length + 1)
        if made and chance.random() < _NESTED:
            outer = chance.choice(made[-20:]).spans[0]
            first = bisect_right(starts, outer[0]) - 1
            length = chance.randint(1, bisect_right(starts, outer[1] - 1) - first)
        spans = _spans(chance, words[first : first + length])
        hour, minute = number // 60 % 24, number % 60
        time = f"2026-03-10T{hour:02d}:{minute:02d}:{chance.randint(0, 59):02d}.000Z"
        annotation = BundleAnnotation(
            id=_id(chance),
            tag=tag,
            spans=spans,
            quote=quote_of(text, [Span(*span) for span in spans]),
            annotator=chance.choice(PEOPLE),
            attributes=_attributes(chance, tag),
            note=chance.choice(_NOTES) if chance.random() < _NOTED else "",
            created_at=time,
            updated_at=time,
        )
        made.append(annotation)
    return made


def _spans(
    chance: random.Random, words: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return one span over ``words``, or now and then two that leave some out."""
    start, end = words[0][0], words[-1][1]
    if len(words) < 6 or chance.random() >= _SPLIT:
        return [(start, end)]
    gap = len(words) // 2
    return [(start, words[gap - 2][1]), (words[gap][0], end)]


def _attributes(chance: random.Random, tag: str) -> dict[str, str]:
    if chance.random() >= _DESCRIBED:
        return {}
    if tag == "claim":
        return {
            "source": chance.choice(_NAMES),
            "cue": "said",
            "polarity": chance.choice(("affirmed", "negated")),
        }
    if tag == "denial":
        return {"source": chance.choice(_BODIES), "kind": "rejects"}
    if tag == "figure":
        return {"value": str(chance.randint(2, 90_000)), "approximator": "about"}
    return {"speaker": chance.choice(_NAMES), "form": "direct"}


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"
