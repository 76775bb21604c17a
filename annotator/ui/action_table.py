"""Every deed of the window: what it is called, where it stands and which keys do it.

Menus, the command palette, the key reference and the settings of keys are all made
from this one table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One line of the table.

    Attributes:
        name: Stands in the settings file, and never changes.
        words: As the menu shows it, with a mnemonic.
        keys: In Qt's portable words. A key without Ctrl or Alt is one of the text
            and the list of annotations, not of the whole window.
        help: One sentence for the key reference, where the words are not enough.
        writes: Whether it changes the project.
        checkable: Whether it is on or off.
    """

    name: str
    words: str
    keys: tuple[str, ...] = ()
    help: str = ""
    writes: bool = False
    checkable: bool = False

    @property
    def title(self) -> str:
        """The words without the mnemonic."""
        return self.words.replace("&", "")


@dataclass(frozen=True, slots=True)
class Menu:
    """One menu: its title and its actions, in parts with a line between them."""

    title: str
    parts: tuple[tuple[Action, ...], ...]


def _do(name: str, words: str, keys: str = "", note: str = "") -> Action:
    return Action(name=name, words=words, keys=tuple(keys.split()), help=note)


def _edit(name: str, words: str, keys: str = "", note: str = "") -> Action:
    return Action(
        name=name, words=words, keys=tuple(keys.split()), help=note, writes=True
    )


def _switch(name: str, words: str, keys: str = "", note: str = "") -> Action:
    return Action(
        name=name, words=words, keys=tuple(keys.split()), help=note, checkable=True
    )


MENUS: tuple[Menu, ...] = (
    Menu(
        "&File",
        (
            (
                _do("file.new", "&New project…", "Ctrl+N"),
                _do("file.open", "&Open project…", "Ctrl+O"),
                _do("file.sample", "Open the &sample"),
            ),
            (
                _edit("file.import", "&Import…", "Ctrl+Shift+I"),
                _edit("file.import_folder", "Import &folder…"),
                _do("file.export", "&Export dataset…", "Ctrl+E"),
            ),
            (
                _do("file.copy", "Save a &copy…", "Ctrl+Shift+S"),
                _do("file.restore", "&Restore a backup…"),
                _do("file.check", "Chec&k the project"),
            ),
            (
                _do("file.settings", "Se&ttings…", "Ctrl+,"),
                _do("file.close", "Close &project", "Ctrl+W"),
                _do("file.quit", "&Quit", "Ctrl+Q"),
            ),
        ),
    ),
    Menu(
        "&Edit",
        (
            (
                _edit(
                    "edit.undo",
                    "&Undo",
                    "Ctrl+Z",
                    "Everything, also from earlier days.",
                ),
                _edit("edit.redo", "&Redo", "Ctrl+Shift+Z Ctrl+Y"),
            ),
            (
                _do("edit.copy", "&Copy the selected words", "Ctrl+C"),
                _do(
                    "edit.find",
                    "&Find in this text…",
                    "Ctrl+F",
                    "Esc leaves the place selected, for a letter to tag it.",
                ),
                _do("edit.find_next", "Find ne&xt", "F3 Ctrl+G"),
                _do("edit.find_previous", "Find pre&vious", "Shift+F3 Ctrl+Shift+G"),
                _do(
                    "edit.find_everywhere",
                    "Find in &all documents…",
                    "Ctrl+Shift+F",
                    "Space and Ctrl+A mark places, a letter tags those marked.",
                ),
            ),
            (
                _do("edit.codebook", "Code&book…", "Ctrl+Shift+B"),
                _do("edit.name", "Your na&me…"),
            ),
        ),
    ),
    Menu(
        "&Annotate",
        (
            (
                _do(
                    "annotate.cycle",
                    "&Next annotation",
                    "Tab",
                    "Those under the caret first, the innermost before the others.",
                ),
                _do("annotate.cycle_back", "&Previous annotation", "Shift+Tab"),
                _do("annotate.next", "Next in reading order", "N"),
                _do("annotate.previous", "Previous in reading order", "P"),
                _do(
                    "annotate.next_untagged", "Next &untagged numeral or quotation", "."
                ),
                _do("annotate.previous_untagged", "Previous untagged", ","),
                _do(
                    "annotate.leave",
                    "Leave the current annotation",
                    "Esc",
                    "Also unlocks a tag, and closes the list under the text.",
                ),
            ),
            (
                _edit("annotate.end_right", "End one word further", "]"),
                _edit("annotate.end_left", "End one word back", "["),
                _edit("annotate.start_right", "Start one word further", "}"),
                _edit("annotate.start_left", "Start one word back", "{"),
                _edit(
                    "annotate.end_right_character",
                    "End one character further",
                    "Ctrl+]",
                ),
                _edit(
                    "annotate.end_left_character", "End one character back", "Ctrl+["
                ),
                _edit(
                    "annotate.start_right_character",
                    "Start one character further",
                    "Ctrl+}",
                ),
                _edit(
                    "annotate.start_left_character",
                    "Start one character back",
                    "Ctrl+{",
                ),
                _edit(
                    "annotate.add_span",
                    "&Add the selection to the annotation",
                    "+",
                    "Or drag with Ctrl held down. For quotes that are interrupted.",
                ),
                _edit(
                    "annotate.drop_span",
                    "Take the part at the caret out",
                    "-",
                    "Of an annotation of several parts.",
                ),
            ),
            (
                _edit("annotate.delete", "&Delete annotation", "Del"),
                _edit("annotate.unsure", "Un&sure, or sure again", "U"),
                _edit(
                    "annotate.repeat",
                    "&Every further occurrence…",
                    "E",
                    "Shows where the same words stand again, and tags those chosen.",
                ),
                _edit(
                    "annotate.take",
                    "&Take a teammate’s annotation",
                    "T",
                    "Copies it into your own layer; theirs stays as it is.",
                ),
                _do("annotate.fields", "&Fields of the annotation", "Return"),
                _do("annotate.define", "What the tag &means", "H"),
                _switch("annotate.snap", "Selections snap to &words", "S"),
            ),
            (
                _edit(
                    "annotate.link",
                    "&Link to…",
                    "L",
                    "A list of what it may be linked to; a digit or Enter chooses.",
                ),
                _do(
                    "annotate.follow",
                    "&Go along the relation",
                    "G",
                    "Again for the next one.",
                ),
                _switch("annotate.relations", "Show &relations in the text"),
            ),
            (
                _edit(
                    "document.done",
                    "Document is d&one",
                    "Ctrl+Return",
                    "Lists what may have been forgotten; never stands in the way.",
                ),
                _do(
                    "document.check", "Check what may be forgotten", "Ctrl+Shift+Return"
                ),
                _do("document.next_finding", "Next place to look at", "F4"),
                _do("document.previous_finding", "Previous place", "Shift+F4"),
                _do("document.next", "Next document", "Ctrl+PgDown"),
                _do("document.previous", "Previous document", "Ctrl+PgUp"),
            ),
        ),
    ),
    Menu(
        "&View",
        (
            (_do("view.palette", "All &commands…", "Ctrl+K"),),
            (
                _do("view.larger", "&Larger text", "Ctrl++ Ctrl+="),
                _do("view.smaller", "&Smaller text", "Ctrl+-"),
                _do("view.usual", "&Usual size", "Ctrl+0"),
                _switch("view.full_screen", "&Full screen", "F11"),
            ),
            (
                _switch("view.documents", "&Documents", "Ctrl+B"),
                _switch("view.inspector", "&Inspector and list", "Ctrl+I"),
                _do("view.filter", "Filter the &annotations", "Ctrl+L"),
                _do("view.next_panel", "Next &panel", "F6"),
                _do("view.previous_panel", "Previous p&anel", "Shift+F6"),
            ),
            (
                _switch("view.system", "As the s&ystem"),
                _switch("view.light", "L&ight"),
                _switch("view.dark", "Da&rk"),
            ),
        ),
    ),
    Menu(
        "&Help",
        (
            (
                _do("help.keys", "&Keys", "F1 ?"),
                _do("help.about", "&About Annotator"),
            ),
        ),
    ),
)

ACTIONS: tuple[Action, ...] = tuple(
    action for menu in MENUS for part in menu.parts for action in part
)
