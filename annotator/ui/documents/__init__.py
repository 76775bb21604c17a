"""The list of documents at the left."""
