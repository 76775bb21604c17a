"""The inspector and the list of annotations at the right."""
