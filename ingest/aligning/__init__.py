"""Known words set to the sound: how they sound, where they are heard, when each was said."""
