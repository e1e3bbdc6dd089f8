"""The chart of accounts, which Alegra gives as a tree or flat."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from . import examples
from .examples import any_json, places, with_value
from .mapping import Row, arranged, unified, unified_with_problems
from .rules import NOTHING, Table, rules

NAME = "ledger_accounts"
IDS = ["5001", "5010", "5093", "999", "5002"]


def _tree() -> list[Row]:
    (example,) = (it for it in examples.of(NAME) if str(it).endswith("/CO"))
    return example.sent


def _flat(tree: list[Row]) -> list[Row]:
    rows = []
    for row in copy.deepcopy(tree):
        children = row.pop("children", [])
        rows += [row, *_flat(children)]
    return rows


def _chart(rows: list[Row]) -> dict[str, Row]:
    """The emitted accounts by id, when all of them were understood."""
    found = [unified(NAME, row) for row in arranged(NAME, rows)]
    return {record["id"]: record for record in found}


def _account(**changes: Any) -> Row:
    return examples.row(NAME, "CO-alone", **changes)


def test_a_tree_becomes_flat_rows_from_the_root_down() -> None:
    assert list(_chart(_tree())) == IDS


def test_a_flat_chart_gives_the_same_accounts_as_a_tree() -> None:
    assert _chart(_flat(_tree())) == _chart(_tree())
    assert _chart(_flat(_tree())[::-1]) == _chart(_tree())


def test_a_tree_without_parents_in_its_rows_gives_the_same_places() -> None:
    tree = _tree()
    for holder in (tree[0]["children"], tree[0]["children"][0]["children"]):
        for row in holder:
            del row["idParent"]
    assert _chart(tree) == _chart(_tree())


def test_a_tree_listed_beside_its_own_branches_gives_each_account_once() -> None:
    assert _chart(_tree() + _flat(_tree())) == _chart(_tree())


def test_arranging_leaves_alegras_rows_as_they_were() -> None:
    tree = _tree()
    arranged(NAME, tree)
    assert tree == _tree()


@pytest.mark.parametrize("parent", ["404", "5010", 5010])
def test_an_account_whose_parent_is_unknown_or_itself_is_a_root(parent: Any) -> None:
    (record,) = _chart([_account(idParent=parent)]).values()
    assert (record["level"], record["parent_account"], record["sub_account"]) == (1, None, False)
    assert record["sub_accounts"] is None


def test_a_circle_of_accounts_is_opened_and_none_is_lost() -> None:
    chart = _chart(
        [
            {"id": 1, "idParent": 3, "name": "A"},
            {"id": 2, "idParent": "1", "name": "B"},
            {"id": 3, "idParent": "2", "name": "C"},
            {"id": 4, "idParent": "3", "name": "D"},
        ]
    )
    names = [record["fully_qualified_name"] for record in chart.values()]
    assert names == ["A", "A: B", "A: B: C", "A: B: C: D"]
    assert [record["sub_account"] for record in chart.values()] == [False, True, True, True]


@pytest.mark.parametrize("missing", [{}, {"id": None}, {"id": ""}])
def test_accounts_without_an_id_are_not_lost(missing: Row) -> None:
    below = {"id": "7", "name": "Tres"}
    rows = [{**missing, "name": "Uno"}, {**missing, "name": "Dos", "children": [below]}]
    records = [unified(NAME, row) for row in arranged(NAME, rows)]
    found = {(record["id"], record["name"]) for record in records}
    assert found == {(None, "Uno"), (None, "Dos"), ("7", "Tres")}


def test_an_empty_chart_has_no_accounts() -> None:
    assert arranged(NAME, []) == []


def test_a_name_that_cannot_be_read_leaves_the_ways_through_it_unnamed() -> None:
    tree = _tree()
    tree[0]["name"] = {"es": "Activos"}
    rows = {str(row["id"]): row for row in arranged(NAME, tree)}
    root, problems = unified_with_problems(NAME, rows["5001"])
    assert (root["name"], root["fully_qualified_name"], root["level"]) == (None, None, 1)
    assert [field for field, _ in problems] == ["name"]
    below = unified(NAME, rows["5093"])
    assert (below["name"], below["level"]) == ("Clientes nacionales", 3)
    assert below["fully_qualified_name"] is None


def _types(*lines: tuple[Any, str | None, str | None]) -> Table:
    return (
        "type, categoryRule -> classification, type, alegra.type",
        [(kind, None, classification, unified, kind) for kind, classification, unified in lines],
    )


test_rules = rules(
    NAME,
    {
        "gotcha: ledger accounts, an accumulative account is a header": (
            "use -> header, alegra.use",
            [
                ("accumulative", True, "accumulative"),
                ("movement", False, "movement"),
                ("other", None, "other"),
                (None, None, None),
            ],
        ),
        "gotcha: ledger accounts, the code is the company's and never the nominal code": (
            "code, metadata -> code, nominal_code, display_id",
            [
                ("1305", {"satGroupingCode": "105.01"}, "1305", "105.01", "1305"),
                (1305, None, "1305", None, "1305"),
            ],
        ),
        "under the NIIF catalogue codes are null and the id is displayed": (
            "code -> code, display_id",
            [(nothing, None, "5010") for nothing in NOTHING],
        ),
        "types without a rule": _types(
            ("asset", "asset", "other_asset"),
            ("liability", "liability", "other_liability"),
            ("equity", "equity", "equity"),
            ("income", "income", "revenue"),
            ("expense", "expense", "expense"),
            ("cost", "costs_of_sales", "costs_of_sales"),
            ("productionCost", "costs_of_sales", "costs_of_sales"),
            ("order", "other", "other"),
            ("nuevo", None, None),
            (None, None, None),
        ),
        "the rule of an account tells its type": (
            "categoryRule, type -> alegra.category_rule, classification, type",
            [
                (rule, kind, rule or None, kind, unified)
                for rule, kind, unified in [
                    ({"key": "RECEIVABLE_ACCOUNTS"}, "asset", "accounts_receivable"),
                    ({"key": "DEBTS_TO_PAY_PROVIDERS"}, "liability", "accounts_payable"),
                    # Country editions wrap the key.
                    ({"key": "DEBTS_TO_PAY_PROVIDERS_MEX"}, "liability", "accounts_payable"),
                    ({"key": "NATIONAL_RECEIVABLE_ACCOUNTS"}, "asset", "accounts_receivable"),
                    ({"key": "BANK_ACCOUNTS"}, "asset", "bank"),
                    ({"key": "CASH_ACCOUNTS"}, "asset", "bank"),
                    ({"key": "INVENTORY"}, "asset", "other_asset"),
                    ({"key": "TAXES_TO_PAY"}, "liability", "other_liability"),
                    # Seen with companies in 2026: an equity account for opening balances.
                    ({"key": "INITIAL_ADJUSTMENTS_BANKS"}, "equity", "equity"),
                    ({"key": None}, "asset", "other_asset"),
                    ({}, "asset", "other_asset"),
                    ([], "asset", "other_asset"),
                    (None, "asset", "other_asset"),
                ]
            ],
        ),
        "status vocabulary": (
            "status -> status, active, alegra.status",
            [
                ("active", "active", True, "active"),
                ("inactive", "inactive", False, "inactive"),
                ("deleted", "archived", False, "deleted"),
                ("suspended", None, None, "suspended"),
                (None, None, None, None),
            ],
        ),
    },
    "CO-alone",
)


@given(st.data())
def test_any_json_in_any_place_of_the_chart_is_read_and_no_account_is_lost(
    data: st.DataObject,
) -> None:
    # A tree of strangers in place of the children would rightly be another chart.
    ways = [way for way, _ in places(_tree()) if way[-1] not in ("children", "id")]
    way = data.draw(st.sampled_from([way for way in ways if isinstance(way[-1], str)]))
    rows = with_value(_tree(), way, data.draw(any_json))
    before = copy.deepcopy(rows)
    records = [unified_with_problems(NAME, row)[0] for row in arranged(NAME, rows)]
    assert rows == before
    assert [record["id"] for record in records] == IDS


@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": st.integers(0, 6) | any_json, "idParent": st.integers(0, 6) | any_json},
            optional={"children": st.lists(st.fixed_dictionaries({"id": any_json})) | any_json},
        ),
        max_size=6,
    )
)
def test_any_chart_is_arranged_into_a_forest(rows: list[Row]) -> None:
    records = [unified_with_problems(NAME, row)[0] for row in arranged(NAME, rows)]
    readable = [record for record in records if record["id"] is not None and record["level"]]
    by_id = {record["id"]: record for record in readable}
    assert len(by_id) == len(readable)
    for record in readable:
        parent = (record["parent_account"] or {}).get("id")
        assert (record["level"] == 1) is (not record["sub_account"])
        if parent in by_id:
            assert record["level"] == by_id[parent]["level"] + 1
