"""Every command explains itself, with an example that is not out of date."""

import shlex

import click
import pytest

from annotator.cli.main import command_line

GROUP = command_line(lambda project, *, sample: 0, lambda output: 0, lambda folder: 0)
COMMANDS = {
    "annotations",
    "backup",
    "check",
    "codebook",
    "documents",
    "export",
    "formats",
    "import",
    "new",
    "open",
    "restore",
    "tour",
}


def options_of(command):
    return [p for p in command.params if isinstance(p, click.Option)]


def examples_of(command):
    return [
        shlex.split(line)[1:]
        for line in command.epilog.splitlines()
        if line.strip().startswith("annotator ")
    ]


def test_the_commands_are_those_of_the_documentation():
    assert set(GROUP.commands) == COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_a_help_text_with_an_example(annotator, name):
    shown = annotator(name, "--help")
    assert shown.exit_code == 0
    assert GROUP.commands[name].help
    assert "Example" in shown.stdout
    assert f"\n    annotator {'' if name == 'open' else name}" in shown.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_has_a_help_text(name):
    silent = [o.name for o in options_of(GROUP.commands[name]) if not o.help]
    assert silent == []


def test_the_program_itself_has_a_help_text_that_lists_the_commands(annotator):
    shown = annotator("--help").stdout
    assert "Usage: annotator [OPTIONS] [PROJECT | COMMAND" in shown
    assert all(f"  {name}" in shown for name in COMMANDS)


@pytest.mark.parametrize("command", [GROUP, *GROUP.commands.values()])
def test_every_example_uses_arguments_that_exist(command):
    examples = examples_of(command)
    assert examples
    for example in examples:
        context = GROUP.make_context("annotator", list(example))
        name, found, rest = GROUP.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        found.make_context(name, rest, parent=context)


@pytest.mark.parametrize("name", ["annotations", "check", "documents", "formats"])
def test_every_command_that_prints_data_can_print_json(name):
    assert "--json" in [o.opts[0] for o in options_of(GROUP.commands[name])]
