"""Has files of strangers parsed in a child process, with limits.

A parser of PDF or Word that a file makes run for ever, eat all memory or crash
takes its process along, and the user gets one message about that file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from threading import Timer
from types import TracebackType
from typing import IO, Any, Self

from annotator.errors import EncodingUnknownError, SourceError
from annotator.sources.base import (
    LARGEST,
    Extracted,
    SourceOptions,
    SourceReader,
    Unusable,
)

SECONDS = 60.0
_LONGEST_ANSWER = 16 * LARGEST  # bytes: JSON may write a character as twelve


class Workshop:
    """Reads files, those that need it in a child process that is kept for the next.

    Use it in a ``with`` block, from one thread. The process starts with the
    first file that needs it.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(
        self,
        reader: SourceReader,
        content: bytes,
        file_name: str,
        options: SourceOptions,
    ) -> list[Extracted | Unusable]:
        """Return the texts in ``content``, read by ``reader``.

        Raises:
            EncodingUnknownError: It is not Unicode, and nobody has said what it is.
            SourceError: It is not what its name says, holds no text, or made its
                reader fail, run too long or take too much memory.
        """
        if not reader.apart:
            return reader.read(content, file_name, options)
        job = {
            "reader": f"{type(reader).__module__}:{type(reader).__qualname__}",
            "file": file_name,
            "options": asdict(options),
            "size": len(content),
        }
        answer = self._ask(json.dumps(job).encode("ascii") + b"\n", content, file_name)
        _raise_error(answer)
        return [_received(text) for text in answer["texts"]]

    def _ask(self, job: bytes, content: bytes, file_name: str) -> dict[str, Any]:
        process = self._process or self._started()
        expired: list[float] = []
        timer = Timer(self._seconds, _stop, (process, expired, self._seconds))
        timer.daemon = True
        timer.start()
        line = b""
        try:
            line = _exchange(process, job, content)
        finally:
            timer.cancel()
            if not line.endswith(b"\n"):
                # It has crashed, was stopped, or is in the midst of something.
                self._end()
        if expired:
            raise SourceError(
                f"{file_name} took longer than {expired[0]:g} seconds to read.",
                hint="Save its text as a .txt file in UTF-8 and add that.",
            )
        if not line.endswith(b"\n"):
            raise SourceError(
                f"{file_name} cannot be read: it is damaged, or made to do harm.",
                hint="Open it in the program it comes from, and save it anew.",
            )
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(
            # No files of bytecode: the child may write nothing.
            [sys.executable, "-B", "-m", "annotator.sources.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                _close(pipe)
            process.wait()


def _exchange(process: subprocess.Popen[bytes], job: bytes, content: bytes) -> bytes:
    """Return the line the child answers with; it is cut short if the child dies."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the child has no pipes")
    try:
        process.stdin.write(job)
        process.stdin.write(content)
        process.stdin.flush()
    except OSError:
        return b""
    return process.stdout.readline(_LONGEST_ANSWER)


def _stop(
    process: subprocess.Popen[bytes], expired: list[float], seconds: float
) -> None:
    expired.append(seconds)
    process.kill()


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except OSError:
            return  # what could not be sent was for a process that is gone


def _raise_error(answer: dict[str, Any]) -> None:
    if "candidates" in answer:
        raise EncodingUnknownError(
            answer["error"], candidates=answer["candidates"], hint=answer["hint"]
        )
    if "error" in answer:
        raise SourceError(
            answer["error"],
            hint=answer.get("hint", ""),
            command=answer.get("command", ""),
        )


def _received(text: dict[str, Any]) -> Extracted | Unusable:
    if text.pop("unusable"):
        return Unusable(**text)
    return Extracted(**{**text, "changes": tuple(text["changes"])})
