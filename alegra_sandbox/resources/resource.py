"""What the simulator knows of one resource of the API: all of it, in one class."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from ..bodies import Body, require
from ..books import Books, Change, Changes, Impossible, Row
from ..errors import invalid
from ..json_text import decoded
from ..money import Amount, Notation, noted
from ..quirks import Quirks
from ..random_values import RandomValues
from .filters import Filter
from .references import embedded, retentions

Record = dict[str, Any]

PAGE_SIZE = 30
"""The largest page, and the one that is given when nothing is asked (docs: alegra-api 1.3)."""


Value = TypeVar("Value")


def by_name(**values: Value) -> dict[str, Value]:
    """What a class says of several names, in few lines."""
    return values


COST_CENTERS = ("Administración", "Ventas", "Almacén", "Sucursal norte")
"""Names of the company's cost centres, by id from 1 on."""


class Rendering:
    """One row, with what its record is made of; all of it the same at each reading.

    Attributes:
        asked: optional parts to show.
        related: what other tables say about the row and its neighbours.
        body: what was sent from outside; None when everything follows from the seed.
        drift: random values for shapes that differ from record to record.
        notation: of amounts (docs: alegra-api 1.7).
    """

    def __init__(
        self, books: Books, table: str, row: Row, asked: Collection[str], related: Any
    ) -> None:
        self.books = books
        self.country = books.country
        self.table = table
        self.row = row
        self.id: int = row["id"]
        self.asked = asked
        self.related = related
        self.body: Body | None = None if row["document"] is None else decoded(row["document"])
        self.drift = RandomValues(books.seed, table, "drift", self.id)
        place = self.drift.below(20)
        self.notation: Notation = "text" if place < 3 else "long_text" if place == 3 else "number"
        self._id_is_number = self.drift.below(20) == 0
        self._template_is_list = self.drift.below(12) == 0

    @cached_property
    def random(self) -> RandomValues:
        """Random values for fields that nothing depends on."""
        return RandomValues(self.books.seed, self.table, "fields", self.id)

    def drifting_id(self) -> int | str:
        """The record's own id: a text, now and then a number."""
        return self.id if self._id_is_number else str(self.id)

    def amount(self, millionths: int) -> Amount:
        """An amount in the record's notation."""
        return noted(millionths, self.notation)

    def copied(self, *names: str, **columns: str) -> dict[str, Any]:
        """Fields that show columns of the row as they are, of the same name or of another."""
        return {name: self.row[columns.get(name, name)] for name in (*names, *columns)}

    def template(self, document_type: str, prefix: str, is_electronic: bool = False) -> Any:
        """``numberTemplate``: an object, now and then a list of one."""
        number = self.row["number"]
        shown = self.country.number_template(document_type, prefix, number, is_electronic)
        return self.drifting_template(shown)

    def drifting_template(self, template: dict[str, Any]) -> Any:
        """The same of a template that is no template of the company's."""
        return [template] if self._template_is_list else template

    def cost_center(self) -> Any:
        """``costCenter``: null mostly, an object, a list of one or of none."""
        place = self.drift.below(20)
        if place < 12:
            return None
        if place == 12:
            return []
        index = self.drift.below(len(COST_CENTERS))
        center = {"id": str(index + 1), "name": COST_CENTERS[index]}
        return [center] if place == 13 else center


class Resource(ABC):
    """One resource: how it begins, what happens to it, how it looks, what may be written.

    A method named as one of `alegra_sandbox.activity.ACTIONS` is what that action does to it;
    each takes the books and an id, None to choose, and gives what is different afterwards, or
    raises `Impossible`. What Alegra refuses is raised as `ApiError` everywhere.

    Attributes:
        path: below the API's base.
        title: what Alegra calls one, for messages.
        key: the column that a record is asked for by in the place of an id that it has not.
        only_in: code of the country whose edition alone has it; None where all have it.
        needs: paths of the resources that must be there before this one is seeded.
        column_types: the columns of its table, in SQL.
        share: how many of a hundred documents it has.
        beside: how many it has beside a hundred others, if it is none of those.
        events: how often what happens to it, for each new invoice, by action.
        filters: query parameters that narrow the list; all others are ignored.
        quirky_filters: those that are ignored when a quirk is ``ignored``, by the quirk's name.
        default_filters: parameters that hold unless a request says otherwise, by a quirk.
        order_fields: ``order_field`` to SQL; all others are ignored.
        order_by_id_quirk: the quirk that says whether ``order_field=id`` works; empty for yes.
        default_order: the order, not kept between pages, of a list without ``order_field``.
        optional: what ``fields=`` can ask for.
        in_truth: what of it the truth shows when it is not asked for anything else.
        inputs: fields of a body that are kept.
        empty: what of them is not null when it is not sent.
        references: fields that name small master data, with what they show besides its name.
        made_of: other fields of a record that make a body whose columns are the same.
        fixed: fields that a PUT leaves as they are, whatever it sends.
        fills: values of documented fields that the seed leaves empty mostly.
        methods: what may be done to it, of ``POST``, ``PUT``, ``DELETE``.
        actions: what ``POST /{id}/{action}`` may be.
        missing_code: Alegra's code for an unknown id in a write.
        page_size: the largest page.
        numbered_pages: whether ``page`` counts pages from 1 on, where others have ``start``.
    """

    path: ClassVar[str]
    title: ClassVar[str]
    key: ClassVar[str] = "id"
    only_in: ClassVar[str | None] = None
    needs: ClassVar[tuple[str, ...]] = ()
    column_types: ClassVar[str]
    share: ClassVar[int] = 0
    beside: ClassVar[int] = 0
    events: ClassVar[Mapping[str, float]] = {}
    filters: ClassVar[Mapping[str, Filter]] = {}
    quirky_filters: ClassVar[Mapping[str, Collection[str]]] = {}
    default_filters: ClassVar[Mapping[str, str]] = {}
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "name": "name"}
    order_by_id_quirk: ClassVar[str] = ""
    default_order: ClassVar[str] = "id DESC"
    optional: ClassVar[frozenset[str]] = frozenset()
    in_truth: ClassVar[frozenset[str]] = frozenset()
    inputs: ClassVar[tuple[str, ...]] = ()
    empty: ClassVar[Mapping[str, Any]] = {}
    references: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    made_of: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[tuple[str, ...]] = ("stamp",)
    fills: ClassVar[Mapping[str, Any]] = {}
    methods: ClassVar[frozenset[str]] = frozenset({"POST", "PUT", "DELETE"})
    actions: ClassVar[frozenset[str]] = frozenset()
    missing_code: ClassVar[int] = 404
    page_size: ClassVar[int] = PAGE_SIZE
    numbered_pages: ClassVar[bool] = False

    @property
    def table(self) -> str:
        """Where its rows are."""
        return self.path.replace("-", "_")

    @property
    def shares(self) -> dict[str, int]:
        """How many of a hundred documents it has, by kind."""
        return {self.path: self.share} if self.share else {}

    # How it begins.

    def prepare(self, books: Books) -> None:
        """Make its table."""
        books.create_table(self.table, self.column_types)

    def seed(self, books: Books) -> None:
        """Write its past."""
        if self.only_in in (None, books.country.code):
            books.insert_all(self.table, self.generated(books))

    @abstractmethod
    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The rows that the company begins with, which all have the same columns."""

    def generated_ids(self, books: Books, count: int) -> Iterator[int]:
        """Growing ids; about one in a hundred was deleted for good."""
        random = RandomValues(books.seed, self.table, "ids")
        id = 0
        for _ in range(count):
            id += 2 if random.chance(0.01) else 1
            yield id

    def find(self, books: Books, text: str) -> Row | None:
        """The row that a path names, by the id that it shows or by its key."""
        if self.key == "id":
            return books.find(self.table, text)
        rows = books.select(f"SELECT * FROM {self.table} WHERE {self.key} = ?", (text,))
        return rows[0] if rows else None

    # What happens to it.

    def chosen(self, books: Books, id: int | None, *conditions: str) -> Row:
        """A row by its id, or one that fulfils the first condition that any row fulfils."""
        if id:
            row = books.row(self.table, id)
            if row is None:
                raise Impossible(f"there is no {self.path} {id}")
            return row
        condition = next(
            (
                condition
                for condition in conditions[:-1]
                if books.value(f"SELECT 1 FROM {self.table} WHERE {condition} LIMIT 1")
            ),
            conditions[-1],
        )
        highest = books.value(f"SELECT max(id) FROM {self.table}") or 0
        for start in (books.random_change().below(highest + 1), 0):
            for row in books.select(
                f"SELECT * FROM {self.table} WHERE {condition} AND id >= ? ORDER BY id LIMIT 1",
                (start,),
            ):
                return row
        raise Impossible(f"there are no {self.path} to do that to")

    def changed(self, row: Row) -> Changes:
        """That a row is not as it was."""
        return [Change(self.path, row["id"], "changed")]

    # How it looks.

    def source(self, quirks: Quirks) -> str:
        """What the list selects from."""
        return self.table

    def usable_filters(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """The filters that a request's parameters may use."""
        ignored = {
            name
            for quirk, names in self.quirky_filters.items()
            if getattr(quirks, quirk) == "ignored"
            for name in names
        }
        return {name: it for name, it in self.filters.items() if name not in ignored}

    def order_column(self, parameters: Mapping[str, str], quirks: Quirks) -> str | None:
        """What to order by; None where Alegra ignores what was asked."""
        order_field = parameters.get("order_field", "")
        scopes = (self.path, f"*/{order_field}", f"{self.path}/{order_field}")
        answer = quirks.of("orders", *scopes) if order_field else "ignored"
        if answer == "refused":
            raise invalid()
        if answer == "ignored":
            return None
        if order_field == "id" and self.order_by_id_quirk:
            choice = getattr(quirks, self.order_by_id_quirk)
            if choice == "refused":
                raise invalid()
            if choice == "ignored":
                return None
        return self.order_fields.get(order_field)

    def refresh(self, books: Books) -> None:
        """Bring its table up to date, where that waits until somebody asks."""
        return None

    def is_whole(self, parameters: Mapping[str, str], quirks: Quirks) -> bool:
        """Whether the list comes in one piece, whatever page is asked for."""
        return False

    def answer(self, records: list[Record], total: int, parameters: Mapping[str, str]) -> Any:
        """A page of the list, with the total when that was asked for (docs: alegra-api 1.3)."""
        if parameters.get("metadata") != "true":
            return records
        # The total is a number or a text.
        page = int(parameters.get("start", "0")) // PAGE_SIZE
        return {"metadata": {"total": str(total) if page % 2 else total}, "data": records}

    def asked(self, parameters: Mapping[str, str]) -> frozenset[str]:
        """The optional parts that a request asks for."""
        return self.optional.intersection(parameters.get("fields", "").split(","))

    def shown_alone(self, quirks: Quirks) -> frozenset[str]:
        """The optional parts that a look-up by id shows unasked."""
        return frozenset()

    def records(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """The records of some rows: as they follow from the seed, or as written from outside."""
        related = self.related(books, rows)
        filled = books.quirks.of("documented_fields", self.path) == "all"
        records = []
        for row in rows:
            it = Rendering(books, self.table, row, asked, related)
            record = self.filled(it, self.record(it)) if filled else self.record(it)
            records.append(record if it.body is None else self.as_written(it, record, it.body))
        return records

    def related(self, books: Books, rows: Sequence[Row]) -> Any:
        """What the records of some rows show of other tables, looked up for all of them at once."""
        return None

    @abstractmethod
    def record(self, it: Rendering) -> Record:
        """The record as it follows from the seed and the row."""

    def filled(self, it: Rendering, record: Record) -> Record:
        """The record with a value in each field that is documented."""
        return {**record, **self.fills}

    def as_written(self, it: Rendering, record: Record, body: Body) -> Record:
        """The record with what was sent, in the place of what follows from the seed."""
        written = dict(record)
        for name in (*self.inputs, *self.references):
            if name not in body and name not in record:
                continue
            shown = body.get(name, self.empty.get(name))
            if name == "retentions":
                shown = retentions(it.books, shown)
            elif name in self.references:
                shown = embedded(it.books, name, shown, self.references[name])
                if isinstance(record.get(name), list):
                    shown = [shown] if shown else []
            written[name] = shown
        return written

    # What may be written.

    @abstractmethod
    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """The columns of a new or of a changed row, from a body that is checked by this.

        The body of a change is what was sent, on top of what there was."""

    def body_of(self, books: Books, row: Row, record: Record) -> Body:
        """What a record shows, as a body that would make it so."""
        names = (*self.inputs, *self.references, *self.made_of, *self.fixed)
        return {name: record[name] for name in names if name in record}

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change what is fixed."""
        return None

    def check_removal(self, books: Books, row: Row) -> None:
        """Refuse to delete what must stay."""
        return None

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """Let what was created change the others that it names."""
        return None

    def change_effect(self, books: Books, row: Row, body: Body) -> None:
        """Let what was changed change the others that it named and names; `row` is as it was."""
        return None

    def remove(self, books: Books, row: Row) -> Changes:
        """Delete a row for good; what else is different then."""
        books.delete(self.table, row["id"])
        return []


class MasterData(Resource):
    """A list that is set up once; oldest first unless asked otherwise.

    Attributes:
        required: fields that a body must have.
        plain: columns that show the field of a body of the same name, whatever it is.
    """

    default_order = "id ASC"
    plain: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ("name",)

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """The name, and active unless told otherwise."""
        require(body, self.required)
        values = {"name": body["name"]}
        if "status" in self.column_types:
            values["status"] = body.get("status", "active")
        return values | {name: body.get(name) for name in self.plain}


class Listed(MasterData):
    """Master data that nobody writes here; Alegra takes it too (docs: alegra-api 11.1)."""

    methods = frozenset()
