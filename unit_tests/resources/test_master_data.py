"""Tax rates, departments, bank accounts, items and the company."""

from typing import Any

from hypothesis import given

from . import examples
from .examples import any_json
from .mapping import unified_with_problems
from .rules import NOTHING, UNREAD, D, rules

test_tax_rates = rules(
    "tax_rates",
    {
        "a percentage that is no number is reported": (
            "percentage -> effective_tax_rate, total_tax_rate, name",
            [(sent, UNREAD, UNREAD, "IVA") for sent in ("16%", "exento", True, {"value": 16})],
        ),
        "an account is an object or an id, the payable and the remitted one": (
            "categoryToBePaid, categoryFavorable"
            " -> tax_payable_account_id, tax_remitted_account_id",
            [
                line
                for account, found in [
                    ({"id": "5061"}, "5061"),
                    ({"id": 5061}, "5061"),
                    ([{"id": 5061}], "5061"),
                    (5061, "5061"),
                    ("5061", "5061"),
                    ({"id": None}, None),
                    *((nothing, None) for nothing in NOTHING),
                ]
                for line in ((account, 7, found, "7"), (7, account, "7", found))
            ],
        ),
        "status vocabulary": (
            "status -> status, alegra.status",
            [
                ("active", "active", "active"),
                ("inactive", "inactive", "inactive"),
                ("deleted", "archived", "deleted"),
                ("suspended", None, "suspended"),
                (None, None, None),
            ],
        ),
    },
)

# The unified department and the unified bank account know no `archived`.
STATUS = (
    "status -> status, alegra.status",
    [
        ("active", "active", "active"),
        ("inactive", "inactive", "inactive"),
        ("deleted", None, "deleted"),
        ("suspended", None, "suspended"),
        (None, None, None),
    ],
)
test_departments = rules(
    "departments",
    {
        "status vocabulary": STATUS,
        "without a code the id is displayed": (
            "code -> code, display_id",
            [("NTE", "NTE", "NTE"), (100, "100", "100"), ("", None, "4"), (None, None, "4")],
        ),
        "a broken value is null and reported": (
            "name, description -> id, name, alegra.description",
            [({"es": "Norte"}, ["?"], "4", UNREAD, UNREAD)],
        ),
        "an empty object for a text is nothing": (
            "description, code -> code, alegra.description",
            [({}, [], None, None)],
        ),
    },
)

test_bank_accounts = rules(
    "bank_accounts",
    {
        "status vocabulary": STATUS,
        "gotcha: bank accounts have no IBAN, BIC, routing number, currency or balance": (
            "iban, bic, swift, routingNumber, currency, balance"
            " -> iban, bic, routing_number, currency, balance, alegra.balance",
            [
                (
                    *("ES9121000418450200051332", "CAIXESBB", "CAIXESBB", "021000021"),
                    *({"code": "USD"}, "150.75", None, None, None, None, None, D("150.75")),
                )
            ],
        ),
        "account types": (
            "type -> account_type, alegra.type",
            [
                ("bank", "checking", "bank"),
                ("cash", "cash", "cash"),
                ("credit-card", "credit_card", "credit-card"),
                ("wallet", None, "wallet"),
                (None, None, None),
            ],
        ),
        "the ledger account is an object or an id": (
            "category -> ledger_account",
            [
                ({"id": "5011", "name": "Bancos"}, {"id": "5011", "name": "Bancos"}),
                ({"id": 5011, "code": None}, {"id": "5011"}),
                ([{"id": 5011}], {"id": "5011"}),
                (5011, {"id": "5011"}),
                *((nothing, None) for nothing in NOTHING),
            ],
        ),
        "a ledger account that is a truth is reported": (
            "category -> ledger_account",
            [(True, UNREAD)],
        ),
        "an account number keeps its zeros and may be a number": (
            "number -> account_number",
            [("007", "007"), (7, "7"), ("", None)],
        ),
        "a broken value is null and reported": (
            "name, initialBalance, initialBalanceDate"
            " -> id, name, alegra.initial_balance, alegra.initial_balance_date",
            [
                ("BBVA", "mil", "2026-01-01", "1", "BBVA", UNREAD, "2026-01-01"),
                ("BBVA", 0, "ayer", "1", "BBVA", 0, UNREAD),
                ("BBVA", 0, 20260101, "1", "BBVA", 0, UNREAD),
                (["BBVA"], 0, None, "1", UNREAD, 0, None),
            ],
        ),
    },
)

IVA = {"id": "2", "name": "IVA", "rate": D("16.00")}
STOCK = {"unit": "H87", "availableQuantity": 3}
test_items = rules(
    "invoice_items",
    {
        "gotcha: invoice items, the product key has no unified field and stands under alegra": (
            "productKey -> alegra.product_key, code, display_id",
            [("27111700", "27111700", "TAL-1", "12"), (27111700, "27111700", "TAL-1", "12")],
        ),
        "a price is one or a list with a main one": (
            "price, inventory, tax -> unit_price, sales_details",
            [
                (price, None, None, found, None if found is None else {"unit_price": found})
                for price, found in [
                    (5, 5),
                    ("19928.00", D("19928.00")),
                    ([{"price": 1}, {"price": "2.50", "main": True}], D("2.50")),
                    ([{"price": "1.10", "main": False}, {"price": 2}], D("1.10")),
                    ([{"name": "General", "main": True}], None),
                    *((nothing, None) for nothing in NOTHING),
                ]
            ],
        ),
        "all prices of a list are kept under alegra": (
            "price -> alegra.prices",
            [([{"price": 1}, {"price": 2}], [{"price": 1}, {"price": 2}]), (5, None)],
        ),
        "a price of an unknown shape is reported": (
            "price -> unit_price, sales_details.unit_price",
            [(price, UNREAD, UNREAD) for price in ("caro", {"amount": 5}, True)],
        ),
        "the reference is a text or in an object": (
            "reference -> code, alegra.code",
            [
                ("TAL-1", "TAL-1", "7"),
                ({"reference": "TAL-1"}, "TAL-1", "7"),
                (5, "5", "7"),
                ({"reference": None}, None, "7"),
                *((nothing, None, "7") for nothing in NOTHING),
            ],
        ),
        "the type is told by the stock": (
            "type, inventory -> type, tracked, alegra.type",
            [
                *((k, STOCK, "inventory", True, k) for k in ("simple", "variant", "product")),
                (None, STOCK, "inventory", True, None),
                *(("simple", nothing, "service", False, "simple") for nothing in NOTHING),
                ("service", None, "service", False, "service"),
                ("", None, "service", False, None),
                ("kit", None, "other", False, "kit"),
                ("kit", STOCK, "other", True, "kit"),
                ("variantParent", STOCK, "other", True, "variantParent"),
                ("subscription", None, None, False, "subscription"),
            ],
        ),
        "a service with a unit and nothing else became inventory": (
            "type, inventory -> type, tracked, sales_details.unit_of_measure",
            [
                ("simple", {"unit": "service"}, "service", False, "service"),
                ("service", {"unit": "service"}, "service", False, "service"),
                ("simple", {"unit": "E48", "warehouses": []}, "service", False, "E48"),
                ("simple", {"unit": "E48", "unitCost": None}, "service", False, "E48"),
                ("simple", {"unit": "H87", "availableQuantity": 0}, "inventory", True, "H87"),
                ("kit", {"unit": "service"}, "other", False, "service"),
            ],
        ),
        "the first tax is named and all are kept": (
            "tax -> taxable, sales_details.tax_rate, alegra.taxes",
            [
                (tax, True, rate, tax)
                for tax, rate in [
                    ([{"id": 2, "name": "IVA", "percentage": "16.00"}, {"id": 9}], IVA),
                    ([{"id": "2", "percentage": 16}], {"id": "2", "rate": 16}),
                    ({"id": "2", "percentage": "8"}, {"id": "2", "rate": 8}),
                    ([{"amount": 5}], None),
                ]
            ]
            + [(nothing, False, None, None) for nothing in NOTHING],
        ),
        "status vocabulary": (
            "status -> active, alegra.status",
            [
                ("active", True, "active"),
                ("inactive", False, "inactive"),
                ("deleted", False, "deleted"),
                ("sold out", None, "sold out"),
                (None, None, None),
            ],
        ),
        "accounts are objects, or lists of them, or nothing": (
            "category, accounting.inventory, accounting.inventariablePurchase"
            " -> income_account, asset_account, expense_account",
            [
                (*(account,) * 3, *({"id": "5", "name": "Una"},) * 3)
                for account in ({"id": 5, "name": "Una"}, [{"id": "5", "name": "Una"}])
            ]
            + [(nothing,) * 3 + (None,) * 3 for nothing in NOTHING],
        ),
        "without accounting there are no accounts of it": (
            "accounting -> asset_account, expense_account",
            [(nothing, None, None) for nothing in NOTHING],
        ),
        "a stock of an unknown shape is reported and the rest is read": (
            "inventory -> alegra.inventory, quantity, purchase_details.unit_price,"
            " sales_details.unit_of_measure, id, unit_price",
            [("muchos", UNREAD, UNREAD, UNREAD, UNREAD, "12", D("500.0500000000"))],
        ),
    },
)
test_items_of_another_company = rules(
    "invoice_items", {"the currency is the company's": ("id -> currency", [(1, "COP")])}, "CO"
)
test_items_of_nowhere = rules(
    "invoice_items", {"no currency is guessed": ("id -> currency", [(1, None)])}, "MX", "nowhere"
)

NO_CURRENCIES: list[Any] = [{"code": {}}, {"name": "peso"}, ["MXN"], True]
test_company = rules(
    "company_info",
    {
        "a country or time zone unknown here stays readable under alegra": (
            "applicationVersion, timezone -> country, alegra.application_version, alegra.time_zone",
            [("atlantis", "Sea/Atlantis", None, "atlantis", "Sea/Atlantis")],
        ),
        "the id is Alegra's, or the tax number, or a fixed word": (
            "id, identification, identificationObject -> id",
            [
                ("5", "CDI", None, "5"),
                (5, "CDI", None, "5"),
                (0, "CDI", None, "0"),
                (None, "CDI", None, "CDI"),
                ("", 796000, None, "796000"),
                ({}, {"type": "NIT", "number": "796000"}, None, "796000"),
                (None, None, None, "company"),
                (None, "", None, "company"),
            ],
        ),
        "the tax number is a text or in an object": (
            "identification, identificationObject -> sales_tax_number",
            [
                ("CDI", {}, "CDI"),
                ({"type": "NIT", "number": "900"}, {}, "900"),
                ({}, {"type": "NIT", "number": "900"}, "900"),
                (None, {"type": "NIT", "number": 900}, "900"),
                (None, [], None),
            ],
        ),
        "a currency that can't be read is reported": (
            "currency -> currency",
            [(it, UNREAD) for it in NO_CURRENCIES],
        ),
        "no currency is none": ("currency -> currency", [(it, None) for it in NOTHING]),
        "without an address, phone or email there are no lists": (
            "address, phone, email -> addresses, phone_numbers, emails",
            [(nothing,) * 3 + (None,) * 3 for nothing in NOTHING],
        ),
        "a broken value is null and reported": (
            "name, timezone -> company_name, legal_name, alegra.time_zone",
            [(["Díaz"], {"name": "x"}, UNREAD, UNREAD, UNREAD)],
        ),
    },
)


@given(any_json, any_json)
def test_whatever_the_tax_number_is_the_company_has_an_id(identification: Any, parts: Any) -> None:
    row = examples.row("company_info", id=None, identification=identification)
    record, _ = unified_with_problems("company_info", {**row, "identificationObject": parts})
    assert record["id"]
