"""Caption formats: from the bytes of a file to timed lines. Each module does one step."""
