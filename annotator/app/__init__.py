"""What users do, without a window and without SQL."""
