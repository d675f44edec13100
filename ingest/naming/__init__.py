"""Finding out which of the roster's people each voice of a webinar is, by what is said."""
