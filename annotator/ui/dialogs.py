"""The few dialogs: where a file, an encoding or a format must be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.exporting import FormatRow, format_table
from annotator.ui.theme import L, M, S

_PREVIEW_LINES = 6
_PREVIEW_WIDTH = 90


def plain_label(text: str, role: str = "") -> QLabel:
    """Return a label that never takes its text for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


class ProblemsDialog(QDialog):
    """Lists what is not usable, and asks whether the rest shall be taken."""

    def __init__(
        self,
        title: str,
        problems: Sequence[str],
        *,
        accept: str | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(640, 400)
        listed = QListWidget()
        listed.addItems(list(problems))
        listed.setWordWrap(True)
        listed.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        if accept:
            _add_main(buttons, accept)
        else:
            buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        _column(self, plain_label(title, "heading"), listed, buttons)


class EncodingDialog(QDialog):
    """Asks how a text that is not Unicode is encoded, showing what each choice gives.

    Only lines with characters beyond ASCII are shown: in those one sees it.

    Args of ``__init__``:
        left: How many files will be asked about after this one.
        several: Whether this is one of several, so that it may be left out.
    """

    def __init__(
        self,
        file_name: str,
        content: bytes,
        candidates: Sequence[str],
        parent: QWidget | None = None,
        *,
        left: int = 0,
        several: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("How is this text encoded?")
        self.resize(640, 360)
        self._content = content
        self._skipped = False
        self._choice = QComboBox()
        self._choice.addItems(list(candidates))
        self._choice.setEditable(True)
        self._choice.setAccessibleName("Encoding")
        self._choice.currentTextChanged.connect(self._show)
        self._preview = plain_label("")
        self._preview.setMinimumHeight(160)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._ok = _add_main(self._buttons, "Import with this encoding")
        if several:
            role = QDialogButtonBox.ButtonRole.ActionRole
            skip = self._buttons.addButton("Skip this file", role)
            skip.clicked.connect(self._on_skip)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        others = "the other one" if left == 1 else f"the other {left:,}"
        self._same = QCheckBox(f"The same for {others}, where it fits")
        self._same.setVisible(left > 0)
        _column(
            self,
            plain_label(f"{file_name} is not Unicode", "heading"),
            plain_label(
                "Choose the encoding with which the letters below look right.",
                "secondary",
            ),
            self._choice,
            self._preview,
            self._same,
            self._buttons,
        )
        self._show(self._choice.currentText())

    @property
    def encoding(self) -> str | None:
        """The chosen encoding, or None if the file is to be left out."""
        return None if self._skipped else self._choice.currentText().strip()

    @property
    def for_others(self) -> bool:
        """Whether the answer holds for the files that follow, too."""
        return self._same.isChecked()

    def _on_skip(self) -> None:
        self._skipped = True
        self.accept()

    def _show(self, encoding: str) -> None:
        try:
            text = self._content.decode(encoding.strip() or "?")
        except (LookupError, ValueError):
            self._preview.setText("The text cannot be read in this way.")
            self._ok.setEnabled(False)
            return
        lines = [line.strip() for line in text.splitlines() if not line.isascii()]
        shown = [_around_first(line) for line in lines[:_PREVIEW_LINES]]
        self._preview.setText("\n".join(shown))
        self._ok.setEnabled(True)


class ExportDialog(QDialog):
    """Asks for the format and the layers, and says what the format keeps."""

    def __init__(self, layers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export dataset")
        self.setMinimumWidth(460)
        self._rows = [row for row in format_table() if row.writes]
        self._format = QComboBox()
        self._format.addItems([f"{row.title} ({row.suffix})" for row in self._rows])
        self._format.setAccessibleName("Format")
        self._keeps = plain_label("", "secondary")
        self._format.currentIndexChanged.connect(self._show_keeps)
        self._layers = [QCheckBox(layer.replace("&", "&&")) for layer in layers]
        self._names = list(layers)
        form = QFormLayout()
        form.setHorizontalSpacing(M)
        form.addRow("Format", self._format)
        form.addRow("", self._keeps)
        for number, box in enumerate(self._layers):
            box.setChecked(True)
            box.toggled.connect(self._update_button)
            form.addRow("Layers" if number == 0 else "", box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._ok = _add_main(buttons, "Choose where…")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(M)
        column.addWidget(plain_label("Export dataset", "heading"))
        column.addLayout(form)
        column.addWidget(buttons)
        self._show_keeps(0)

    @property
    def format(self) -> FormatRow:
        """The chosen format."""
        return self._rows[self._format.currentIndex()]

    @property
    def layers(self) -> list[str]:
        """The chosen layers; none stands for all of them."""
        chosen = [
            name
            for name, box in zip(self._names, self._layers, strict=True)
            if box.isChecked()
        ]
        return [] if len(chosen) == len(self._names) else chosen

    def _show_keeps(self, index: int) -> None:
        lost = [
            name.replace("_", " ")
            for name, kept in self._rows[index].keeps.items()
            if not kept
        ]
        self._keeps.setText(
            f"Does not keep: {', '.join(lost)}." if lost else "Keeps everything."
        )

    def _update_button(self) -> None:
        self._ok.setEnabled(any(box.isChecked() for box in self._layers))


def _around_first(line: str) -> str:
    """Return the part of a long line around its first character beyond ASCII."""
    first = next(n for n, character in enumerate(line) if character > "\x7f")
    start = max(0, first - _PREVIEW_WIDTH // 2)
    return line[start : start + _PREVIEW_WIDTH]


def _add_main(buttons: QDialogButtonBox, words: str) -> QPushButton:
    """Add the button that does what the dialog is for."""
    button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setProperty("primary", True)
    button.setDefault(True)
    return button


def _column(dialog: QDialog, *widgets: QWidget) -> None:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(L, L, L, L)
    column.setSpacing(S)
    for widget in widgets:
        column.addWidget(widget)
