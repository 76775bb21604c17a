"""Annotator: highlight what people say in texts, tag it, and export it exactly."""

__version__ = "0.1.0"
