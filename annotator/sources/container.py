"""Files that are zip archives inside: Word, OpenDocument, EPUB, spreadsheets.

Nothing is ever written to disk. What an archive says of its own sizes is an
upper bound, because reading stops there, so it is checked before anything is
unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Any

from annotator.errors import SourceError

MOST_BYTES = 300_000_000
"""All members of an archive together, unpacked."""
_MOST_MEMBERS = 20_000
_MOST_RATIO = 200  # deflate reaches 1,032; spreadsheets of zeros about 100
_RATIO_FROM = 5_000_000  # bytes: small members may be as dense as they like
_ENCRYPTED = 0x1  # the bit of the general purpose flags
_OFFICE = b"\xd0\xcf\x11\xe0"


class Container:
    """A zip archive of which the names and sizes have been checked.

    Raises:
        SourceError: It is no archive, is damaged, encrypted, or made to do harm.
    """

    def __init__(self, content: bytes, file_name: str, kind: str) -> None:
        self.file_name = file_name
        if content.startswith(_OFFICE):
            raise SourceError(
                f"{file_name} has a password, or is in the format of before 2007.",
                hint=f"Save it without a password as {kind}.",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError) as error:
            raise SourceError(
                f"{file_name} is not {kind}, or is cut short.",
                hint="Open it in the program it comes from, and save it anew.",
            ) from error
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._check()

    @property
    def names(self) -> list[str]:
        """The names of all members, in the order of the archive."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """Return what is in a member.

        Raises:
            SourceError: There is no such member, or it is damaged.
        """
        try:
            return self._zip.read(self._infos[name])
        except KeyError as error:
            raise self._broken(f"it has no “{name}”") from error
        except (
            *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
            *(NotImplementedError, RuntimeError),
        ) as error:
            raise self._broken(f"“{name}” in it is damaged") from error

    def xml(self, name: str) -> Any:  # noqa: ANN401 - lxml has no types
        """Return the root of a member that is XML.

        Raises:
            SourceError: There is none, or it is no XML, or has a DTD.
        """
        return parsed_xml(self.read(name), f"“{name}” in {self.file_name}")

    def _check(self) -> None:
        infos = self._infos.values()
        if len(self._zip.infolist()) > _MOST_MEMBERS:
            raise self._broken(f"it has more than {_MOST_MEMBERS:,} parts")
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise SourceError(
                f"{self.file_name} is encrypted.", hint="Save it without a password."
            )
        total = sum(info.file_size for info in infos)
        if total > MOST_BYTES:
            raise self._broken(f"it would unpack to {total / 1e6:,.0f} MB")
        for info in infos:
            ratio = info.file_size / max(1, info.compress_size)
            if info.file_size > _RATIO_FROM and ratio > _MOST_RATIO:
                raise self._broken(
                    f"“{info.filename}” in it unpacks {ratio:,.0f} times"
                )
            if leaves(info.filename):
                raise self._broken(f"“{info.filename}” in it leads out of it")

    def _broken(self, reason: str) -> SourceError:
        return SourceError(f"{self.file_name} cannot be read: {reason}.")


def leaves(name: str) -> bool:
    """Tell whether the name of a member leads out of its archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]


def parsed_xml(content: bytes, what: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Return the root of a piece of XML.

    Args:
        content: The XML.
        what: Its name, for messages.

    Raises:
        SourceError: It is no XML, or has a DTD: no file of these kinds needs
            one, and DTDs are how XML reads other files and grows without end.
    """
    from lxml import etree  # noqa: PLC0415 - slow to import

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise _with_dtd(what) from error
        raise SourceError(f"{what} is damaged ({error.msg}).") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _with_dtd(what)
    return root


def local_name(node: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its namespace; "" for what is none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: Any, name: str) -> str | None:  # noqa: ANN401
    """Return the attribute of this name, in whatever namespace."""
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def _with_dtd(what: str) -> SourceError:
    return SourceError(f"{what} has a DTD, which may do harm; it is not read.")
