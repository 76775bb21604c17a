"""RTF: the text without its layout."""

from __future__ import annotations

from importlib.metadata import version

from annotator.errors import SourceError
from annotator.sources.base import (
    LARGEST,
    Extracted,
    SourceOptions,
    Unusable,
    paired,
)


class RichText:
    """Rich Text Format."""

    title = "RTF"
    suffixes = (".rtf",)
    largest = 3 * LARGEST
    apart = True

    def read(
        self,
        content: bytes,
        file_name: str,
        options: SourceOptions,  # noqa: ARG002 - an RTF says how it is encoded
    ) -> list[Extracted | Unusable]:
        """Return the one text of a document."""
        from striprtf.striprtf import rtf_to_text  # noqa: PLC0415

        if not content.lstrip().startswith(b"{\\rtf"):
            raise SourceError(f"{file_name} is no RTF file.")
        if not content.rstrip(b"\0\r\n\t ").endswith(b"}"):
            raise SourceError(
                f"{file_name} is cut short.",
                hint="Open it in the program it comes from, and save it anew.",
            )
        # RTF is ASCII; letters beyond it are escaped, or in the encoding it names.
        try:
            letters = content.decode("latin-1")
            text = paired(str(rtf_to_text(letters, "cp1252")))  # type: ignore[no-untyped-call]
        except (ValueError, LookupError) as error:
            raise SourceError(f"{file_name} is damaged ({error}).") from error
        if not text.strip():
            raise SourceError(f"{file_name} has no text.")
        return [
            Extracted(
                text=text, extractor="rtf", version=f"1, striprtf {version('striprtf')}"
            )
        ]
