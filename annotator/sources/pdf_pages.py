"""PDF: the text of its pages, and where each begins."""

from __future__ import annotations

import io
from typing import Any

from annotator.errors import SourceError
from annotator.sources.base import (
    Extracted,
    SourceOptions,
    Unusable,
    cleaned,
    paired,
)

_FEWEST = 10  # letters a page, on average; a scan has none or two
_FIELDS = {"/Title": "title", "/Author": "author"}


class Pdf:
    """PDF with text in it; pictures of pages need OCR first."""

    title = "PDF"
    suffixes = (".pdf",)
    largest = 200_000_000
    apart = True

    def read(
        self,
        content: bytes,
        file_name: str,
        options: SourceOptions,  # noqa: ARG002
    ) -> list[Extracted | Unusable]:
        """Return the one text; ``pages`` says where each begins, in code points."""
        from pypdf import __version__ as version  # noqa: PLC0415 - slow to import

        if b"%PDF-" not in content[:1024]:
            raise SourceError(f"{file_name} is no PDF file.")
        pages, about = _pages(content, file_name)
        letters = sum(map(str.isalnum, "".join(pages)))
        if letters < _FEWEST * len(pages) or not letters:
            raise SourceError(
                f"{file_name} is a scan: its {len(pages):,} pages hold "
                f"{letters:,} letters.",
                hint="Let a program for text recognition (OCR) make text of it first.",
            )
        starts, text = _joined(pages)
        return [
            Extracted(
                text=text,
                extractor="pdf",
                version=f"1, pypdf {version}",
                metadata={**about, "pages": starts},
                changes=(f"put {len(pages):,} pages one after the other",),
            )
        ]


def _pages(content: bytes, file_name: str) -> tuple[list[str], dict[str, object]]:
    """Return the text of each page, cleaned, and what the file says of itself."""
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(file_name)
        pages = [_clean(page.extract_text()) for page in reader.pages]
        return pages, _about(reader.metadata)
    except DependencyError as error:
        # Its cipher needs a library of 16 MB, to read what nobody may read.
        raise _locked(file_name) from error
    except (PyPdfError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise SourceError(
            f"{file_name} is damaged ({error}).",
            hint="Open it in the program it comes from, and save it anew.",
        ) from error


def _locked(file_name: str) -> SourceError:
    return SourceError(
        f"{file_name} is encrypted, or has a password.",
        hint="Save it without a password.",
    )


def _clean(page: str) -> str:
    # U+FFFE and form feeds are illegal in XML, which exports are made of.
    text = cleaned(paired(page), []).replace("\ufffe", "\u00ad").replace("\f", "\n")
    return text.strip("\n")


def _joined(pages: list[str]) -> tuple[list[int], str]:
    """Return where each page starts, in code points, and the whole text."""
    starts = []
    length = 0
    for page in pages:
        starts.append(length)
        length += len(page) + 2
    return starts, "\n\n".join(pages) + "\n"


def _about(information: Any) -> dict[str, object]:  # noqa: ANN401
    return {
        name: str(information[key]).strip()
        for key, name in _FIELDS.items()
        if information and str(information.get(key) or "").strip()
    }
