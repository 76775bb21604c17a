"""Readers that do what a hostile file makes a parser do."""

import os
import socket
import subprocess
import time
from pathlib import Path

from annotator.errors import EncodingUnknownError, SourceError
from annotator.sources.base import Extracted, Unusable


class Reader:
    title, suffixes, largest, apart = "evil", (".evil",), 1_000, True

    def read(self, content, file_name, options):
        deed = getattr(self, content.decode())
        return deed(file_name, options)

    def good(self, file_name, options):
        metadata = {"title": "É 😀", "pages": [0, 5]}
        return [
            Extracted(text="Fine 😀\ud83d.", extractor="e", metadata=metadata),
            Unusable(reason="too odd", part="row", line=3),
        ]

    def process(self, file_name, options):
        return [Extracted(text=str(os.getpid()), extractor="e")]

    def sleep(self, file_name, options):
        time.sleep(600)

    def crash(self, file_name, options):
        os.abort()

    def bug(self, file_name, options):
        raise KeyError(file_name)

    def memory(self, file_name, options):
        return bytearray(4_000_000_000)

    def write(self, file_name, options):
        Path(options.columns["text"]).write_bytes(b"x" * 100_000)

    def connect(self, file_name, options):
        socket.create_connection(("127.0.0.1", 9), timeout=1)

    def start(self, file_name, options):
        subprocess.run(["true"], check=True)

    def refuse(self, file_name, options):
        raise SourceError(f"{file_name} is odd.", hint="Mend it.", command="--mend")

    def ask(self, file_name, options):
        raise EncodingUnknownError("Which?", candidates=["cp1252"], hint="Say.")
