"""Who and what is named in speech."""
