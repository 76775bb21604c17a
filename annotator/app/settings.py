"""Settings of one person on one computer, in a small TOML file.

Nothing about a project lives here; a lost file costs preferences, and the link
between this person and their earlier layers, which is why the identity is kept
beside the name and written at once.
"""

from __future__ import annotations

import getpass
import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

import platformdirs
import tomli_w

from annotator.app.files import write_bytes
from annotator.errors import ExportError
from annotator.model.ids import AnnotatorId, new_id, parse_id

_DEVICE_BITS = 48
_DEVICES = 1 << _DEVICE_BITS
_SMALLEST_TEXT = 8  # pixels
_LARGEST_TEXT = 72  # pixels
_RECENT = 10
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one person has chosen.

    Attributes:
        annotator_id: Who this person is, whatever they are called.
        name: As teammates see it; "" until it was asked for.
        device: This computer's random number.
        theme: One of ``THEMES``.
        text_size: Of the source text, in pixels.
        recent: Project files opened last, newest first.
    """

    annotator_id: AnnotatorId = field(default_factory=lambda: AnnotatorId(new_id()))
    name: str = ""
    device: int = field(default_factory=lambda: secrets.randbits(_DEVICE_BITS))
    theme: str = "system"
    text_size: int = 17
    recent: tuple[str, ...] = ()

    @property
    def shown_name(self) -> str:
        """The name, or the one the computer knows until one was chosen."""
        return self.name or login_name()

    def with_recent(self, project: Path) -> Settings:
        """Return the settings with ``project`` as the one opened last."""
        path = str(project.absolute())
        others = [other for other in self.recent if other != path]
        return replace(self, recent=(path, *others)[:_RECENT])

    def without_recent(self, project: Path) -> Settings:
        """Return the settings with ``project`` no longer among the recent ones."""
        path = str(project.absolute())
        return replace(
            self, recent=tuple(other for other in self.recent if other != path)
        )


class SettingsFile:
    """Reads and writes the settings; a damaged file is put aside, not guessed at."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "settings.toml"

    def read(self) -> Settings:
        """Return the stored settings; on first use, new ones, stored at once."""
        try:
            values = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return self._first()
        except (OSError, ValueError):
            with suppress(OSError):
                self.path.replace(self.path.with_suffix(".damaged.toml"))
            return self._first()
        return _valid(values)

    def write(self, settings: Settings) -> None:
        """Store the settings; a disk that refuses costs no more than the preference."""
        values = asdict(settings) | {"recent": list(settings.recent)}
        with suppress(OSError, ExportError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(self.path, tomli_w.dumps(values).encode())

    def _first(self) -> Settings:
        settings = Settings()
        self.write(settings)
        return settings


def config_folder() -> Path:
    """Return where settings lie; ``ANNOTATOR_HOME`` moves them elsewhere."""
    home = os.environ.get("ANNOTATOR_HOME")
    return Path(home) if home else platformdirs.user_config_path("annotator", False)


def data_folder() -> Path:
    """Return where the sample project and logs lie."""
    home = os.environ.get("ANNOTATOR_HOME")
    return Path(home) if home else platformdirs.user_data_path("annotator", False)


def login_name() -> str:
    """Return the name the computer has for whoever is using it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "Annotator"


def _valid(values: Mapping[str, object]) -> Settings:
    """Return settings from a file, taking the default for what makes no sense."""
    default = Settings()
    known = {field.name for field in fields(Settings)}
    kept: dict[str, object] = {}
    for name, value in values.items():
        if name == "recent" and isinstance(value, list):
            kept[name] = tuple(str(path) for path in value)
        elif name in known and type(value) is type(getattr(default, name)):
            kept[name] = value
    settings = replace(default, **kept)  # type: ignore[arg-type]
    return replace(
        settings,
        annotator_id=AnnotatorId(
            parse_id(settings.annotator_id) or default.annotator_id
        ),
        device=settings.device if 0 <= settings.device < _DEVICES else default.device,
        theme=settings.theme if settings.theme in THEMES else default.theme,
        text_size=min(max(settings.text_size, _SMALLEST_TEXT), _LARGEST_TEXT),
    )
