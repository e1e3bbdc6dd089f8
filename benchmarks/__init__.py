"""Measurements beside peers. Nothing here is a test: numbers are printed, never asserted."""
