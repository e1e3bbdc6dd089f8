"""What both connectors know about Alegra: the unified model, its mapping, and a polite client."""
