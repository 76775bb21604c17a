"""What a text itself proposes: pure functions from text to spans, nothing saved."""
