"""Where the files that are not code lie: inside the wheel, or beside a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_data"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

RESOURCES = _ROOT / "resources"
"""Style sheet, fonts, icons, schemas."""

SEEDS = _ROOT / "seeds"
"""What a new user opens first: texts, codebooks and the sample project."""
