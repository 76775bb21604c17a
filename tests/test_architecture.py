"""The layers hold, and nobody pays for what they do not use."""

import subprocess
import sys

import pytest

LINT = (
    "import sys; from importlinter.cli import lint_imports\n"
    "sys.exit(lint_imports(no_cache=True))"
)


def loaded_by(root, *modules):
    """Return the names of all modules that a fresh interpreter loads with these."""
    program = f"import sys; import {', '.join(modules)}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()} | set(
        done.stdout.split()
    )


def test_the_contracts_between_the_layers_are_kept(root):
    done = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(
    "module",
    [
        "annotator.cli",
        "annotator.cli.main",
        "annotator.app.projects",
        "annotator.app.importing",
        "annotator.app.datasets",
        "annotator.app.exporting",
    ],
)
def test_what_has_no_window_loads_no_qt(root, module):
    loaded = loaded_by(root, module)
    assert module in loaded
    assert loaded & {"PySide6", "shiboken6"} == set()


@pytest.mark.parametrize(
    "module",
    ["annotator.app.projects", "annotator.app.importing", "annotator.cli.main"],
)
def test_what_only_some_need_is_not_loaded_for_all(root, module):
    heavy = {"charset_normalizer", "hypothesis", "jsonschema", "asyncio", "numpy"}
    heavy |= {"lxml", "trafilatura", "pypdf", "striprtf"}
    assert loaded_by(root, module) & heavy == set()


def test_the_model_needs_the_standard_library_only(root):
    modules = [
        f"annotator.model.{path.stem}"
        for path in (root / "annotator" / "model").glob("[a-z]*.py")
    ]
    loaded = {name.partition(".")[0] for name in loaded_by(root, *modules)}
    bare = {name.partition(".")[0] for name in loaded_by(root, "sys")}
    foreign = loaded - bare - set(sys.stdlib_module_names)
    assert foreign == {"annotator"}
