"""The text with its highlights: the heart of the window."""
