"""Relations in the window: linking annotations, showing and following their links."""
