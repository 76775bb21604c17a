"""Settings of one person on one computer, in a small TOML file.

Nothing about a project lives here; a lost file costs preferences, and the link
between this person and their earlier layers, which is why the identity is kept
beside the name and written at once.
"""

from __future__ import annotations

import getpass
import math
import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

import platformdirs
import tomli_w

from annotator.app.files import write_bytes
from annotator.errors import ExportError
from annotator.model.ids import AnnotatorId, new_id, parse_id

_DEVICE_BITS = 48
_DEVICES = 1 << _DEVICE_BITS
_RECENT = 10
_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
THEMES = tuple(theme for theme, _ in _THEMES)


class SettingKind(StrEnum):
    """How a setting is chosen."""

    TEXT = "text"
    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    FONT = "font"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One line of the table of settings.

    Attributes:
        name: Of the field in ``Settings``.
        group: Under which heading it stands.
        help: One sentence.
        choices: For a choice, each value with its words.
        least, most, step: For a number.
        unit: For a number; is put behind it.
    """

    name: str
    group: str
    title: str
    help: str
    kind: SettingKind
    choices: tuple[tuple[str, str], ...] = ()
    least: float = 0
    most: float = 0
    step: float = 1
    unit: str = ""

    @property
    def usual(self) -> object:
        """The value it has at first."""
        return getattr(Settings(), self.name)

    def fits(self, value: object) -> bool:
        """Tell whether it can have this value."""
        if self.kind is SettingKind.CHOICE:
            return value in dict(self.choices)
        return type(value) is type(self.usual)

    def within(self, value: float) -> float:
        """Return the number nearest to ``value`` that it can have."""
        number = min(max(value, self.least), self.most)
        return round(number, 2) if isinstance(self.usual, float) else round(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one person has chosen.

    Attributes:
        annotator_id: Who this person is, whatever they are called.
        name: As teammates see it; "" until it was asked for.
        device: This computer's random number.
        theme: One of ``THEMES``.
        interface_scale: Of all that is shown, in per cent; from the next start on.
        text_family: Of the source text; "" is the one that comes with the program.
        text_size: Of the source text, in pixels.
        line_height: Of the source text, in sizes of the text.
        column_width: Of the source text, in pixels.
        snap: Whether a selection by mouse snaps to words.
        relations: Whether the relations of the current annotation are drawn.
        keys: The keys of actions that have other keys than usual, by their names.
        recent: Project files opened last, newest first.
    """

    annotator_id: AnnotatorId = field(default_factory=lambda: AnnotatorId(new_id()))
    name: str = ""
    device: int = field(default_factory=lambda: secrets.randbits(_DEVICE_BITS))
    theme: str = "system"
    interface_scale: int = 100
    text_family: str = ""
    text_size: int = 17
    line_height: float = 1.85
    column_width: int = 720
    snap: bool = True
    relations: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="text_family",
        group="Reading",
        title="Typeface",
        help="Of the source text. Any that is installed on this computer.",
        kind=SettingKind.FONT,
    ),
    Setting(
        name="text_size",
        group="Reading",
        title="Size of the text",
        help="Also in the View menu, and with Ctrl and the wheel.",
        kind=SettingKind.NUMBER,
        least=13,
        most=34,
        unit=" px",
    ),
    Setting(
        name="line_height",
        group="Reading",
        title="Height of the lines",
        help="In sizes of the text. From 1.85 on, two lanes fit without moving lines.",
        kind=SettingKind.NUMBER,
        least=1.3,
        most=2.2,
        step=0.05,
    ),
    Setting(
        name="column_width",
        group="Reading",
        title="Width of the column",
        help="Some 70 to 80 characters in a line are read most easily.",
        kind=SettingKind.NUMBER,
        least=480,
        most=1000,
        step=20,
        unit=" px",
    ),
    Setting(
        name="snap",
        group="Tagging",
        title="Selections snap to words",
        help="A selection by mouse grows to whole words, without the spaces around.",
        kind=SettingKind.SWITCH,
    ),
    Setting(
        name="relations",
        group="Tagging",
        title="Show relations in the text",
        help="Those of the current annotation, as quiet lines.",
        kind=SettingKind.SWITCH,
    ),
    Setting(
        name="theme",
        group="Appearance",
        title="Theme",
        help="Light, dark, or as the system has it.",
        kind=SettingKind.CHOICE,
        choices=_THEMES,
    ),
    Setting(
        name="interface_scale",
        group="Appearance",
        title="Size of everything",
        help="Words, lists and buttons with the text. From the next start on.",
        kind=SettingKind.NUMBER,
        least=100,
        most=200,
        step=25,
        unit=" %",
    ),
    Setting(
        name="name",
        group="You",
        title="Your name",
        help="As teammates see it. It is you all the same, whatever you are called.",
        kind=SettingKind.TEXT,
    ),
)


def setting(name: str) -> Setting:
    """Return the line of the table for a field of ``Settings``.

    Raises:
        StopIteration: The table has none.
    """
    return next(line for line in SETTINGS if line.name == name)


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
        values = asdict(settings)
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
        elif name == "keys" and isinstance(value, dict):
            kept[name] = {
                str(action): tuple(str(key) for key in keys)
                for action, keys in value.items()
                if isinstance(keys, list)
            }
        elif name in known and type(value) is type(getattr(default, name)):
            kept[name] = value
    kept |= _from_table(values)
    settings = replace(default, **kept)  # type: ignore[arg-type]
    return replace(
        settings,
        annotator_id=AnnotatorId(
            parse_id(settings.annotator_id) or default.annotator_id
        ),
        device=settings.device if 0 <= settings.device < _DEVICES else default.device,
    )


def _from_table(values: Mapping[str, object]) -> dict[str, object]:
    """Return what the table of settings makes of the values in a file."""
    kept: dict[str, object] = {}
    for line in SETTINGS:
        value = values.get(line.name)
        if line.kind is SettingKind.NUMBER:
            kept[line.name] = line.within(_number(value, line.usual))
        else:
            kept[line.name] = value if line.fits(value) else line.usual
    return kept


def _number(value: object, usual: object) -> float:
    """Return a value from a file if it is a number, else the usual one.

    Where people have edited the file, 2 is as good as 2.0.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(OverflowError):
            if math.isfinite(value):
                return float(value)
    return float(str(usual))
