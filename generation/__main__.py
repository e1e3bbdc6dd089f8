"""Write the generated files: run with `make generate`."""

from .files import generated

for path, text in generated().items():
    path.write_text(text)
