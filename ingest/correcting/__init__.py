"""Misheard names: from a recogniser's words to what was meant. Each module does one step."""
