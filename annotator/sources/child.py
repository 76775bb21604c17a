"""The process in which files of strangers are parsed: little memory, no network.

It is started by ``workshop.Workshop``, reads jobs from its input and answers
each with one line of JSON. It exits when its input ends. What crashes it
crashes nothing else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from typing import Any, BinaryIO

from annotator.errors import EncodingUnknownError, SourceError
from annotator.sources.base import Extracted, SourceOptions, SourceReader, Unusable

_MOST_MEMORY = 2_000_000_000  # bytes of address space
_REFUSED = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
)


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Read jobs until there are no more; each is a line of JSON and the bytes."""
    while line := jobs.readline():
        job = json.loads(line)
        content = jobs.read(job["size"])
        answer = json.dumps(_answer(job, content))
        answers.write(answer.encode("ascii") + b"\n")
        answers.flush()


def _answer(job: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    module, _, name = job["reader"].rpartition(":")
    reader: SourceReader = getattr(import_module(module), name)()
    options = SourceOptions(**job["options"])
    try:
        return {"texts": [_sent(t) for t in reader.read(content, job["file"], options)]}
    except EncodingUnknownError as error:
        return {
            "error": error.message,
            "hint": error.hint,
            "candidates": error.candidates,
        }
    except SourceError as error:
        return {"error": error.message, "hint": error.hint, "command": error.command}
    except MemoryError:
        return {"error": f"{job['file']} takes more memory than a text may take."}


def _sent(text: Extracted | Unusable) -> dict[str, Any]:
    return {"unusable": isinstance(text, Unusable), **asdict(text)}


def _limit() -> None:
    """Take from this process what parsing does not need."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(f"{event} is not for readers of sources")


if __name__ == "__main__":
    _limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)
