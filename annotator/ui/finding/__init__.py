"""Finding words: in the open text, in all texts, and where the same stands again."""
