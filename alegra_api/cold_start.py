"""Importing a connector without what the CDK imports and no connector here uses.

Three quarters of the time that the CDK takes to be imported go into three things: its declarative
framework, imported by the ``__init__`` of packages of which other modules are used; docstrings of
the protocol's fields, which serpyco_rs reads out of source code for JSON schemas that nobody asks
for; and boto3, for a back end of requests_cache (docs/architecture.md, "Cold start").
"""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any, TypeVar, cast

Imported = TypeVar("Imported")

_DECLARATIVE_FRAMEWORK = "airbyte_cdk.sources.declarative"


def import_lean(imports: Callable[[], Imported]) -> Imported:
    """What `imports` imports and returns.

    Where the CDK can't be imported so, it is imported as a whole.
    """
    gc.disable()
    try:
        with _deferred_packages(), _without_field_docs(), _without_boto3():
            return imports()
    except (ImportError, AttributeError):
        # A package that is asked for something while a module of it is being imported imports that
        # module in its turn. Asked from here, it finds none half done.
        import airbyte_cdk

        assert airbyte_cdk.__version__
        return imports()
    finally:
        # What is imported stays: looking for circles in it is in vain.
        gc.freeze()
        gc.enable()


class _DeferringLoader(SourceFileLoader):
    """Runs a package's ``__init__`` when the package is first asked for anything but a module."""

    def exec_module(self, module: ModuleType) -> None:
        """Make the package ready to import modules from."""

        def ask(name: str) -> Any:
            submodule = sys.modules.get(f"{module.__name__}.{name}")
            if submodule is not None:
                return submodule
            del names["__getattr__"]
            try:
                SourceFileLoader.exec_module(self, module)
            except BaseException:
                names["__getattr__"] = ask
                raise
            return getattr(module, name)

        names = vars(module)
        names["__getattr__"] = ask


class _DeferringFinder:
    """Finds the packages whose ``__init__`` imports the declarative framework."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The package, to be loaded by `_DeferringLoader`; None for everything else."""
        if name != "airbyte_cdk" and not name.startswith(_DECLARATIVE_FRAMEWORK):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.submodule_search_locations and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _DeferringLoader(name, cast(str, spec.origin))
        return spec


@contextmanager
def _deferred_packages() -> Iterator[None]:
    sys.meta_path.insert(0, _DeferringFinder)
    try:
        yield
    finally:
        sys.meta_path.remove(_DeferringFinder)


@contextmanager
def _without_field_docs() -> Iterator[None]:
    import attributes_doc

    read_docs = attributes_doc.get_attributes_doc
    attributes_doc.get_attributes_doc = lambda cls: {}
    try:
        yield
    finally:
        attributes_doc.get_attributes_doc = read_docs


@contextmanager
def _without_boto3() -> Iterator[None]:
    """requests_cache does without a back end whose library is not there."""
    if "boto3" in sys.modules:
        yield
        return
    sys.modules["boto3"] = cast(ModuleType, None)
    try:
        yield
    finally:
        del sys.modules["boto3"]
