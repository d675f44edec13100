"""Measurements, apart from the tests: run by hand, never an assertion."""
