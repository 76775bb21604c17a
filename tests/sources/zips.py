"""Zip archives made by hand, good ones and others."""

import io
import zipfile


def packed(members, compression=zipfile.ZIP_DEFLATED):
    """Return an archive of names and contents, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def members_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def encrypted(content):
    """Set the bit that says a member is encrypted, in both of its headers."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            changed[at + offset] |= 1
    return bytes(changed)


def bomb(members):
    """Return an archive with these members and one of zeros that unpacks large."""
    return packed({**members, "zeros.xml": b"\0" * 50_000_000})
