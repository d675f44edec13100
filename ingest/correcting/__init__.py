"""Names and terms of an event: what a recogniser is told before, and what it misheard."""
