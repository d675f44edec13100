"""Diarisation: who of a recording's unnamed voices speaks when, told apart by their sound."""
