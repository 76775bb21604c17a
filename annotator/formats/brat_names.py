"""Names that brat can show, what they stand for, and its configuration files.

brat takes letters, digits, hyphens and underscores of ASCII for the names of types
and values. What the names stood for is kept in one comment of ``annotation.conf``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.model.codebook import CodebookLabel

CONFIGURATION = "annotation.conf"
_MARK = "# annotator: "
_OTHER = re.compile("[^A-Za-z0-9_-]+")
_LONGEST = 100_000_000  # bytes of a configuration
_ENDINGS = {".ann", ".txt", ".conf"}


class Names:
    """Gives every name a code that brat can show, always the same."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}  # by name
        self._taken: set[str] = set()

    def code(self, name: str) -> str:
        """Return the code of ``name``, which no other name has."""
        if name not in self.codes:
            self.codes[name] = self.new(name)
        return self.codes[name]

    def new(self, name: str) -> str:
        """Return a code like ``name`` that has not been given yet."""
        base = _OTHER.sub("_", name)[:80] or "_"
        code, number = base, 1
        # Folded, because some are names of files.
        while code.casefold() in self._taken:
            number += 1
            code = f"{base}_{number}"
        self._taken.add(code.casefold())
        return code

    def table(self) -> dict[str, str]:
        """Return the names by those codes that differ from them."""
        return {code: name for name, code in self.codes.items() if code != name}


class Vocabulary:
    """All names of an export, and the configuration that explains them.

    Attributes:
        documents: Names by what their files are called.
        used: Codes of the values by the code of the attribute.
    """

    def __init__(self, codebook: CodebookLabel | None) -> None:
        self._codebook = codebook
        self.tags = Names()
        self.attributes = Names()
        self.values = Names()
        self.relations = Names()
        self.people = Names()
        self.documents: dict[str, str] = {}
        self.used: dict[str, set[str]] = {}
        self._stems = Names()

    def document(self, name: str) -> str:
        """Return what a document's files are called, without the suffix."""
        stem = self._stems.new(name.removesuffix(".txt"))
        self.documents[stem] = name
        return stem

    def attribute(self, name: str, value: str) -> tuple[str, str]:
        """Return the codes of an attribute and of its value."""
        code, chosen = self.attributes.code(name), self.values.code(value)
        self.used.setdefault(code, set()).add(chosen)
        return code, chosen

    def files(self, people: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the content of each configuration file.

        Args:
            people: Names of annotators by their folders.
        """
        yield CONFIGURATION, self._annotation(people).encode()
        yield "visual.conf", self._visual().encode()
        yield "tools.conf", b"[options]\nValidation\tvalidate:all\n"
        yield "kb_shortcuts.conf", self._shortcuts().encode()

    def _annotation(self, people: Mapping[str, str]) -> str:
        meanings = {
            "codebook": self._codebook,
            "people": people,
            "tags": self.tags.table(),
            "attributes": self.attributes.table(),
            "values": self.values.table(),
            "relations": self.relations.table(),
            "documents": self.documents,
        }
        ends = "Arg1:<ENTITY>, Arg2:<ENTITY>"
        lines = [
            _MARK + json.dumps(meanings),
            "[entities]",
            *self.tags.codes.values(),
            "[relations]",
            f"<OVERLAP>\t{ends}, <OVL-TYPE>:<ANY>",
            *(f"{code}\t{ends}" for code in self.relations.codes.values()),
            "[events]",
            "[attributes]",
            *(
                f"{code}\tArg:<ENTITY>, Value:{'|'.join(sorted(values))}"
                for code, values in self.used.items()
            ),
        ]
        return "\n".join(lines) + "\n"

    def _visual(self) -> str:
        labels: dict[str, str] = {}
        for names in (self.tags, self.relations, self.attributes):
            for name, code in names.codes.items():
                label = " ".join(name.replace("|", "/").split())
                labels.setdefault(code, label or code)
        lines = ["[labels]", *(f"{c} | {label}" for c, label in labels.items())]
        return "\n".join([*lines, "[drawing]"]) + "\n"

    def _shortcuts(self) -> str:
        taken: dict[str, str] = {}
        for code in self.tags.codes.values():
            taken.setdefault(code[0].upper(), code)
        return "".join(f"{k}\t{code}\n" for k, code in taken.items() if k.isalpha())


class Meanings:
    """What the names in a folder stand for; in others' folders, themselves.

    Attributes:
        ours: Whether annotator has written the folder.
        codebook: The codebook it says it was annotated with.
    """

    def __init__(self, folder: Path) -> None:
        self._tables = _tables(folder / CONFIGURATION)
        self.ours = self._tables is not None
        self.codebook = _codebook((self._tables or {}).get("codebook"))

    def of(self, kind: str, code: str) -> str:
        """Return what ``code`` stands for."""
        name = self.find(kind, code)
        return code if name is None else name

    def find(self, kind: str, code: str) -> str | None:
        """Return what ``code`` stands for, or None if nothing is said of it."""
        table = (self._tables or {}).get(kind)
        name = table.get(code) if isinstance(table, dict) else None
        return name if isinstance(name, str) and _is_text(name) else None


def is_ours(folder: Path) -> bool:
    """Tell whether ``folder`` holds an export of ours and nothing else."""
    if _tables(folder / CONFIGURATION) is None:
        return False
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return all(path.suffix in _ENDINGS for path in files)


def _tables(path: Path) -> dict[str, object] | None:
    try:
        with path.open("rb") as file:
            first = file.readline(_LONGEST).decode()
        value = json.loads(first.removeprefix(_MARK)) if first.startswith(_MARK) else 0
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _codebook(value: object) -> CodebookLabel | None:
    if not isinstance(value, list) or len(value) != len(CodebookLabel._fields):
        return None
    texts = [item for item in value if isinstance(item, str) and _is_text(item)]
    return CodebookLabel(*texts) if len(texts) == len(value) else None


def _is_text(value: str) -> bool:
    return not re.search("[\0\ud800-\udfff]", value)
