"""``annotator tour``: the whole job without a screen, in a process of its own."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from PySide6.QtGui import QImage

DEEDS = {
    "figure": "About 40,000 litres (10,600 gallons)",
    "claim": "nobody was in danger",
}


@pytest.fixture(scope="module")
def tour(root, tmp_path_factory):
    """Takes the tour into a folder and returns the ended process."""
    home = tmp_path_factory.mktemp("home")

    def take(output):
        environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
        return subprocess.run(
            [sys.executable, "-m", "annotator", "tour", "--output", str(output)],
            cwd=root,
            env=environment | {"ANNOTATOR_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    take.home = home
    return take


@pytest.fixture(scope="module")
def taken(tour, tmp_path_factory):
    """The folder of a tour that was taken, and what it said."""
    output = tmp_path_factory.mktemp("tour") / "new" / "folder"
    done = tour(output)
    assert done.returncode == 0, done.stderr
    return output, done.stdout


def test_it_says_what_it_has_done(taken):
    _, said = taken
    assert "Tagged “nobody was in danger” as claim" in said
    assert "Closed, opened again: everything is there." in said


def test_it_leaves_a_picture_of_the_window(taken):
    output, _ = taken
    image = QImage(str(output / "window.png"))
    assert (image.width(), image.height()) == (1280, 800)
    colors = Counter(
        image.pixel(x, y) for x in range(0, 1280, 5) for y in range(0, 800, 5)
    )
    assert len(colors) > 50
    assert colors.most_common(1)[0][1] < 0.9 * colors.total()


def test_it_leaves_a_jsonl_that_cuts_out_what_was_tagged(taken):
    output, _ = taken
    lines = (output / "dataset.jsonl").read_text(encoding="utf-8").splitlines()
    tagged = {
        (entry["tag"], document["text"][slice(*entry["spans"][0])])
        for document in map(json.loads, lines)
        for entry in document["annotations"]
        if entry["annotator"] == "Tour"
    }
    assert tagged == set(DEEDS.items())


def test_it_leaves_a_csv_that_cuts_out_what_was_tagged(taken):
    output, _ = taken
    with (output / "dataset.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["annotator"] == "Tour"]
    assert {(row["tag"], row["quote"]) for row in rows} == set(DEEDS.items())


def test_it_can_be_taken_again(tour, taken):
    output, _ = taken
    before = (output / "dataset.jsonl").read_bytes()
    done = tour(output)
    assert done.returncode == 0, done.stderr
    assert (output / "dataset.jsonl").read_bytes() == before


def test_it_prints_nothing_but_its_lines(taken):
    _, said = taken
    assert all(
        line.startswith(("Tagged", "Closed", "Exported", "Left"))
        for line in said.splitlines()
    )


def test_it_leaves_nobodys_settings_behind(tour, taken):
    assert list(tour.home.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tour, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    done = tour(blocked / "tour")
    assert done.returncode == 1
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_pictures_of_the_readme_are_taken(root, tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "tour", "--screenshots", str(tmp_path)],
        cwd=root,
        env=environment | {"ANNOTATOR_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    in_readme = {
        name
        for name in ("reading", "linking", "finding", "codebook")
        if f"docs/images/{name}.png" in (root / "README.md").read_text("utf-8")
    }
    assert in_readme == {path.stem for path in tmp_path.glob("*.png")}
    for path in tmp_path.glob("*.png"):
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1280, 800)
        pixels = {
            image.pixel(x, y) for x in range(0, 1280, 16) for y in range(0, 800, 16)
        }
        assert len(pixels) > 20, path
