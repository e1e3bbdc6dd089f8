"""Finding out how one real Alegra account behaves, without taking anything of its books."""
