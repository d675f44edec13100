"""The transcript of a webinar as files to keep. One more output format is one more `Format`."""
