"""The resources of the unified model, one module each."""
