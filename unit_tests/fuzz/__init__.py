"""What comes from outside, fuzzed: a short form with the unit tests, a long one by `make fuzz`."""
