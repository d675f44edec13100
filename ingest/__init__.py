"""From a recording to its transcript: recognisers, captions, speakers, checks."""
