"""The resources that the simulator serves: every class with a path in a module of this package."""

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules

from .resource import Resource


def _served(kinds: Iterable[type[Resource]]) -> Iterator[type[Resource]]:
    """Those of some classes, or else of the classes below, that have a path."""
    for kind in kinds:
        yield from [kind] if hasattr(kind, "path") else _served(kind.__subclasses__())


def _in_order_of_need() -> dict[str, Resource]:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    found = {kind.path: kind() for kind in _served(Resource.__subclasses__())}
    order = TopologicalSorter({path: found[path].needs for path in sorted(found)})
    return {path: found[path] for path in order.static_order()}


RESOURCES = _in_order_of_need()
"""Lists of records by their paths, in the order in which they are seeded.

``/company`` and ``/users/self`` are single objects.
"""
