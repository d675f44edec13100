"""From transcripts to answers: passages, analysis, queries, facets, excerpts."""
