"""Settings: kept, and never guessed at."""

import tomllib
from pathlib import Path

import pytest

from annotator.app.settings import (
    SETTINGS,
    SettingKind,
    Settings,
    SettingsFile,
    config_folder,
    data_folder,
    login_name,
)


@pytest.fixture
def file(tmp_path):
    return SettingsFile(tmp_path / "deep" / "settings.toml")


def write(file, text):
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_settings_come_back_as_they_were_written(file):
    settings = Settings(
        name="Ada “L”\\ 😀", theme="dark", text_size=21, recent=("/a b", "/c\\d")
    )
    file.write(settings)
    assert file.read() == settings


def test_the_first_reading_gives_an_identity_that_lasts(file):
    first = file.read()
    assert file.path.exists()
    assert file.read() == first
    assert len(first.annotator_id) == 32


def test_two_people_have_two_identities(tmp_path):
    one, two = (SettingsFile(tmp_path / name).read() for name in ("one", "two"))
    assert one.annotator_id != two.annotator_id
    assert one.device != two.device


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"[[["])
def test_a_damaged_file_is_put_aside(file, content):
    write(file, content)
    settings = file.read()
    assert settings.theme == "system"
    assert file.path.with_suffix(".damaged.toml").read_bytes() == content
    assert file.read() == settings


@pytest.mark.parametrize(
    "line",
    [
        'theme = "pink"',
        "theme = 5",
        'text_size = "large"',
        "text_size = true",
        "device = -1",
        "device = 99999999999999999999",
        'annotator_id = "me"',
        "annotator_id = 5",
        'recent = "/a"',
        'interface_scale = "big"',
        "interface_scale = true",
        "line_height = nan",
        "column_width = inf",
        'snap = "no"',
        "text_family = 5",
        'keys = "F3"',
        "keys = { undo = 5 }",
        "name = []",
        "unknown = 1",
        "[unknown]",
    ],
)
def test_a_value_that_makes_no_sense_is_the_default(file, line):
    write(file, line + "\n")
    settings = file.read()
    default = Settings()
    assert settings.theme == default.theme
    assert settings.text_size == default.text_size
    assert 0 <= settings.device < 2**48
    assert len(bytes.fromhex(settings.annotator_id)) == 16
    assert (settings.recent, settings.name) == ((), "")
    assert settings.interface_scale == default.interface_scale
    assert settings.line_height == default.line_height
    assert settings.column_width == default.column_width
    assert (settings.snap, settings.text_family) == (True, "")
    assert settings.keys == {}


@pytest.mark.parametrize(("written", "read"), [(0, 13), (-5, 13), (999, 34), (30, 30)])
def test_the_size_of_the_text_stays_readable(file, written, read):
    write(file, f"text_size = {written}\n")
    assert file.read().text_size == read


@pytest.mark.parametrize("line", SETTINGS, ids=lambda line: line.name)
def test_the_usual_value_of_a_setting_is_one_it_can_have(line):
    assert line.fits(line.usual)
    if line.kind is SettingKind.NUMBER:
        assert line.within(line.usual) == line.usual
        steps = (line.usual - line.least) / line.step
        assert steps == pytest.approx(round(steps))
        steps = (line.most - line.least) / line.step
        assert steps == pytest.approx(round(steps))


@pytest.mark.parametrize(
    "line",
    [line for line in SETTINGS if line.kind is SettingKind.NUMBER],
    ids=lambda line: line.name,
)
@pytest.mark.parametrize(
    ("written", "end"), [("-1e300", "least"), ("10000000000000000000000", "most")]
)
def test_a_number_out_of_bounds_is_the_nearest_that_is_not(file, line, written, end):
    write(file, f"{line.name} = {written}\n")
    value = getattr(file.read(), line.name)
    assert value == getattr(line, end)
    assert type(value) is type(line.usual)


def test_a_whole_number_is_taken_for_one_with_decimals(file):
    write(file, "line_height = 2\n")
    assert file.read().line_height == 2.0


def test_chosen_keys_come_back_as_they_were_written(file):
    keys = {"edit.redo": (), "view.larger": ("F8", "Ctrl+}")}
    file.write(Settings(keys=keys))
    assert file.read().keys == keys


def test_what_makes_sense_is_kept_beside_what_does_not(file):
    write(file, 'theme = "pink"\nname = "Ada"\nannotator_id = "' + "ab" * 16 + '"\n')
    settings = file.read()
    assert (settings.name, settings.annotator_id) == ("Ada", "ab" * 16)


def test_an_identity_with_hyphens_is_the_same_identity(file):
    write(file, 'annotator_id = "6B0C4A0E-3C0E-5C3F-9B43-6D1F3F0F5A11"\n')
    assert file.read().annotator_id == "6b0c4a0e3c0e5c3f9b436d1f3f0f5a11"


def test_a_folder_that_cannot_be_written_to_costs_no_more_than_the_preference(
    tmp_path,
):
    (tmp_path / "deep").write_text("in the way")
    file = SettingsFile(tmp_path / "deep" / "settings.toml")
    file.write(Settings(name="Ada"))
    assert file.path.parent.read_text() == "in the way"


def test_the_projects_opened_last_come_first_and_once():
    settings = Settings()
    for name in ("/a", "/b", "/a"):
        settings = settings.with_recent(Path(name))
    assert settings.recent == (str(Path("/a").absolute()), str(Path("/b").absolute()))
    assert settings.without_recent(Path("/a")).recent == settings.recent[1:]


def test_only_the_last_ten_projects_are_remembered():
    settings = Settings()
    for number in range(12):
        settings = settings.with_recent(Path(f"/{number}"))
    assert len(settings.recent) == 10
    assert Path(settings.recent[0]).name == "11"


def test_a_person_without_a_name_goes_by_their_login():
    assert Settings().shown_name == login_name() != ""
    assert Settings(name="Ada").shown_name == "Ada"


def test_one_variable_moves_all_folders(home):
    assert config_folder() == data_folder() == home
    assert SettingsFile().path == home / "settings.toml"


def test_the_file_is_readable_toml(file):
    file.write(Settings(name="Ada", recent=("/a",)))
    values = tomllib.loads(file.path.read_text("utf-8"))
    assert values["name"] == "Ada"
    assert values["recent"] == ["/a"]
