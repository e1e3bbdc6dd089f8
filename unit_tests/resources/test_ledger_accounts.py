import copy
from typing import Any

import orjson
import pytest
from alegra_unified.model import read_leniently
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.resource import ARRANGED
from alegra_unified.resources.ledger_accounts import LEDGER_ACCOUNTS, arrange

from .documents import (
    COLOMBIAN,
    MEXICAN,
    any_json,
    assert_anything_is_read,
    digits,
    emitted,
    emitted_text,
    places,
    understood,
    with_value,
)

# Under the PUC catalogue accounts have codes; a root's `idParent` is "" or null.
_TREE = """[
 {
  "id": "5001",
  "idParent": "",
  "name": "Activos",
  "text": "Activos",
  "code": "1",
  "description": "",
  "type": "asset",
  "readOnly": true,
  "nature": "debit",
  "blocked": "no",
  "status": "active",
  "categoryRule": null,
  "use": "accumulative",
  "showThirdPartyBalance": false,
  "children": [
   {
    "id": "5010",
    "idParent": "5001",
    "name": "Clientes",
    "code": "1305",
    "description": "Lo que nos deben",
    "type": "asset",
    "readOnly": true,
    "nature": "debit",
    "blocked": "no",
    "status": "active",
    "categoryRule": {"id": "1", "name": "Cuentas por cobrar", "key": "RECEIVABLE_ACCOUNTS"},
    "use": "accumulative",
    "children": [
     {
      "id": 5093,
      "idParent": 5010,
      "name": "Clientes nacionales",
      "code": 130505,
      "description": null,
      "type": "asset",
      "readOnly": false,
      "nature": "debit",
      "blocked": "yes",
      "status": "inactive",
      "categoryRule": {},
      "use": "movement",
      "children": []
     }
    ]
   },
   {
    "id": "999",
    "idParent": "5001",
    "name": "Bancos",
    "code": null,
    "type": "asset",
    "status": "deleted",
    "use": "movement"
   }
  ]
 },
 {
  "id": "5002",
  "idParent": null,
  "name": "Ingresos",
  "code": "4",
  "type": "income",
  "status": "active",
  "use": "accumulative",
  "children": []
 }
]"""


def _tree() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = exact_json(_TREE)
    return rows


def _flat(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for row in copy.deepcopy(tree):
        children = row.pop("children", [])
        rows += [row, *_flat(children)]
    return rows


def _chart(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The emitted accounts by id, when all of them were understood."""
    found = [understood(LEDGER_ACCOUNTS, row) for row in arrange(rows)]
    return {data["id"]: data for data in found}


def _account(**changes: Any) -> dict[str, Any]:
    return {**_flat(_tree())[1], **changes}


def test_a_tree_becomes_flat_rows_each_with_its_place() -> None:
    chart = _chart(_tree())
    assert list(chart) == ["5001", "5010", "5093", "999", "5002"]
    places_found = {
        identifier: (data["level"], data["fully_qualified_name"], data["sub_account"])
        for identifier, data in chart.items()
    }
    assert places_found == {
        "5001": (1, "Activos", False),
        "5010": (2, "Activos: Clientes", True),
        "5093": (3, "Activos: Clientes: Clientes nacionales", True),
        "999": (2, "Activos: Bancos", True),
        "5002": (1, "Ingresos", False),
    }


def test_parents_and_sub_accounts_name_one_another() -> None:
    chart = _chart(_tree())
    assert {identifier: data["parent_account"] for identifier, data in chart.items()} == {
        "5001": None,
        "5010": {"id": "5001", "name": "Activos"},
        "5093": {"id": "5010", "name": "Clientes"},
        "999": {"id": "5001", "name": "Activos"},
        "5002": None,
    }
    assert {identifier: data["sub_accounts"] for identifier, data in chart.items()} == {
        "5001": [
            {"id": "999", "account_sub_name": "Bancos"},
            {"id": "5010", "account_sub_name": "Clientes"},
        ],
        "5010": [{"id": "5093", "account_sub_name": "Clientes nacionales"}],
        "5093": None,
        "999": None,
        "5002": None,
    }


def test_every_field_of_an_account() -> None:
    row = next(row for row in arrange(_tree()) if row["id"] == "5010")
    expected = """{
 "id": "5010",
 "alegra": {
  "status": "active",
  "type": "asset",
  "use": "accumulative",
  "nature": "debit",
  "read_only": true,
  "blocked": "no",
  "category_rule": {"id": "1", "name": "Cuentas por cobrar", "key": "RECEIVABLE_ACCOUNTS"}
 },
 "display_id": "1305",
 "nominal_code": null,
 "code": "1305",
 "classification": "asset",
 "type": "accounts_receivable",
 "name": "Clientes",
 "fully_qualified_name": "Activos: Clientes",
 "description": "Lo que nos deben",
 "level": 2,
 "active": true,
 "status": "active",
 "header": true,
 "parent_account": {"id": "5001", "name": "Activos"},
 "sub_account": true,
 "sub_accounts": [{"id": "5093", "account_sub_name": "Clientes nacionales"}]
}"""
    text = orjson.dumps(row).decode()
    assert digits(emitted_text(LEDGER_ACCOUNTS, text, MEXICAN)) == digits(expected)


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
    arrange(tree)
    assert tree == _tree()


def test_an_account_whose_parent_is_unknown_is_a_root() -> None:
    (data,) = _chart([_account(idParent="404")]).values()
    assert (data["level"], data["parent_account"], data["sub_account"]) == (1, None, False)


@pytest.mark.parametrize("parent", ["5010", 5010])
def test_an_account_that_is_its_own_parent_is_a_root(parent: Any) -> None:
    (data,) = _chart([_account(idParent=parent)]).values()
    assert (data["level"], data["parent_account"], data["sub_account"]) == (1, None, False)
    assert data["sub_accounts"] is None


def test_a_circle_of_accounts_is_opened_and_none_is_lost() -> None:
    chart = _chart(
        [
            {"id": 1, "idParent": 3, "name": "A"},
            {"id": 2, "idParent": "1", "name": "B"},
            {"id": 3, "idParent": "2", "name": "C"},
            {"id": 4, "idParent": "3", "name": "D"},
        ]
    )
    assert [data["fully_qualified_name"] for data in chart.values()] == [
        "A",
        "A: B",
        "A: B: C",
        "A: B: C: D",
    ]
    assert [data["sub_account"] for data in chart.values()] == [False, True, True, True]


@pytest.mark.parametrize("missing", [{}, {"id": None}, {"id": ""}])
def test_accounts_without_an_id_are_not_lost(missing: dict[str, Any]) -> None:
    below = {"id": "7", "name": "Tres"}
    rows = [{**missing, "name": "Uno"}, {**missing, "name": "Dos", "children": [below]}]
    data = [understood(LEDGER_ACCOUNTS, row) for row in arrange(rows)]
    assert {(each["id"], each["name"]) for each in data} == {
        (None, "Uno"),
        (None, "Dos"),
        ("7", "Tres"),
    }


def test_an_empty_chart_has_no_accounts() -> None:
    assert arrange([]) == []


def test_an_account_that_was_not_arranged_has_no_place() -> None:
    data = understood(LEDGER_ACCOUNTS, _account())
    for field in ("level", "fully_qualified_name", "parent_account", "sub_account", "sub_accounts"):
        assert data[field] is None, field
    assert data["name"] == "Clientes"


@pytest.mark.parametrize(
    ("use", "header"),
    [("accumulative", True), ("movement", False), ("other", None), (None, None)],
)
def test_gotcha_ledger_accounts_an_accumulative_one_is_a_header(
    use: str | None, header: bool | None
) -> None:
    data = understood(LEDGER_ACCOUNTS, _account(use=use))
    assert data["header"] is header
    assert data["alegra"].get("use") == use


def test_gotcha_ledger_accounts_the_code_is_the_companys_and_never_the_nominal_code() -> None:
    chart = _chart(_tree())
    assert {identifier: data["code"] for identifier, data in chart.items()} == {
        "5001": "1",
        "5010": "1305",
        "5093": "130505",
        "999": None,
        "5002": "4",
    }
    assert {data["nominal_code"] for data in chart.values()} == {None}
    grouped = understood(LEDGER_ACCOUNTS, _account(metadata={"satGroupingCode": "105.01"}), MEXICAN)
    assert (grouped["nominal_code"], grouped["code"]) == ("105.01", "1305")


def test_rules_of_country_editions_are_understood() -> None:
    rule = {"key": "NATIONAL_DEBTS_TO_PAY_PROVIDERS_MEX"}
    account = _account(type="liability", categoryRule=rule)
    assert understood(LEDGER_ACCOUNTS, account, MEXICAN)["type"] == "accounts_payable"


@pytest.mark.parametrize("code", [None, "", {}])
def test_under_the_niif_catalogue_codes_are_null_and_the_id_is_displayed(code: Any) -> None:
    data = understood(LEDGER_ACCOUNTS, _account(code=code), COLOMBIAN)
    assert (data["code"], data["display_id"]) == (None, "5010")


@pytest.mark.parametrize(
    ("kind", "classification", "unified"),
    [
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
    ],
)
def test_types_without_a_rule(
    kind: str | None, classification: str | None, unified: str | None
) -> None:
    data = understood(LEDGER_ACCOUNTS, _account(type=kind, categoryRule=None))
    assert (data["classification"], data["type"]) == (classification, unified)
    assert data["alegra"].get("type") == kind


@pytest.mark.parametrize(
    ("rule", "kind", "unified"),
    [
        ({"key": "RECEIVABLE_ACCOUNTS"}, "asset", "accounts_receivable"),
        ({"key": "DEBTS_TO_PAY_PROVIDERS"}, "liability", "accounts_payable"),
        ({"key": "BANK_ACCOUNTS"}, "asset", "bank"),
        ({"key": "CASH_ACCOUNTS"}, "asset", "bank"),
        ({"key": "INVENTORY"}, "asset", "other_asset"),
        ({"key": "TAXES_TO_PAY"}, "liability", "other_liability"),
        # Seen with companies in 2026: an equity account for the opening balances of banks.
        ({"key": "INITIAL_ADJUSTMENTS_BANKS"}, "equity", "equity"),
        ({"key": None}, "asset", "other_asset"),
        ({}, "asset", "other_asset"),
        ([], "asset", "other_asset"),
        (None, "asset", "other_asset"),
    ],
)
def test_the_rule_of_an_account_tells_its_type(rule: Any, kind: str, unified: str) -> None:
    data = understood(LEDGER_ACCOUNTS, _account(categoryRule=rule, type=kind))
    assert data["type"] == unified
    assert data["classification"] == kind
    assert data["alegra"].get("category_rule") == (rule or None)


@pytest.mark.parametrize(
    ("word", "unified", "active"),
    [
        ("active", "active", True),
        ("inactive", "inactive", False),
        ("deleted", "archived", None),
        ("suspended", None, None),
        (None, None, None),
    ],
)
def test_status_vocabulary(word: str | None, unified: str | None, active: bool | None) -> None:
    data = understood(LEDGER_ACCOUNTS, _account(status=word))
    assert (data["status"], data["active"]) == (unified, active)
    assert data["alegra"].get("status") == word


def test_the_chart_is_one_list_of_all_accounts() -> None:
    assert LEDGER_ACCOUNTS.listing.path == "/categories"
    assert LEDGER_ACCOUNTS.arrange is arrange


def test_a_name_that_cannot_be_read_leaves_the_ways_through_it_unnamed() -> None:
    tree = _tree()
    tree[0]["name"] = {"es": "Activos"}
    rows = {str(row["id"]): row for row in arrange(tree)}
    root, problems = emitted(LEDGER_ACCOUNTS, rows["5001"])
    assert (root["name"], root["fully_qualified_name"], root["level"]) == (None, None, 1)
    assert [problem.field for problem in problems] == ["name"]
    below, problems = emitted(LEDGER_ACCOUNTS, rows["5093"])
    assert (below["name"], below["fully_qualified_name"], below["level"]) == (
        "Clientes nacionales",
        None,
        3,
    )
    assert problems == []


@given(st.data())
def test_any_json_in_any_place_of_the_chart_is_read_and_no_account_is_lost(
    data: st.DataObject,
) -> None:
    tree = {"rows": _tree()}
    # A tree of strangers in place of the children would rightly be another chart.
    ways = [way for way in places(tree) if len(way) > 2 and way[-1] not in ("children", "id")]
    ways = [way for way in ways if isinstance(way[-1], str)]
    changed = with_value(tree, data.draw(st.sampled_from(ways)), data.draw(any_json))
    before = copy.deepcopy(changed)
    printed = []
    for row in arrange(changed["rows"]):
        record, _ = read_leniently(LEDGER_ACCOUNTS.model, LEDGER_ACCOUNTS.to_unified(row, MEXICAN))
        printed.append(exact_json(orjson.dumps(record.as_json())))
    assert changed == before
    assert [account["id"] for account in printed] == ["5001", "5010", "5093", "999", "5002"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": st.integers(0, 6) | any_json, "idParent": st.integers(0, 6) | any_json},
            optional={"children": st.lists(st.fixed_dictionaries({"id": any_json})) | any_json},
        ),
        max_size=6,
    )
)
def test_any_chart_is_arranged_into_a_forest(rows: list[dict[str, Any]]) -> None:
    arranged = [row for row in arrange(rows) if ARRANGED in row]
    by_id = {str(row["id"]): row[ARRANGED] for row in arranged}
    assert len(by_id) == len(arranged)
    for row in rows:
        assert str(row["id"]) in by_id or row["id"] in (None, "", {}, [])
    for place in by_id.values():
        parent = place["parent"]
        above = 0 if parent is None else len(by_id[str(parent["id"])]["names"])
        assert len(place["names"]) == above + 1


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(LEDGER_ACCOUNTS, _account(), data, MEXICAN)
