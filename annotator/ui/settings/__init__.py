"""The page of settings: the table of settings, and the keys of all actions."""
