"""The generated parts of the page that tells what is known of each country."""

from alegra_sandbox.countries import COUNTRIES as SIMULATED
from alegra_unified.countries import COUNTRIES, Country
from alegra_unified.parts.addresses import Address


def editions_table() -> str:
    """One row for each edition: how the simulator plays it."""
    rows = [
        "| country | code | `applicationVersion` | currency | decimals | time zone | taxes |",
        "|---|---|---|---|---|---|---|",
    ]
    for country in COUNTRIES:
        it = SIMULATED[country.alpha_2]
        taxes = ", ".join(f"{tax.name} ({tax.percentage} %)" for tax in it.taxes)
        cells = (it.english_name, it.code, f"`{it.edition}`", it.currency, it.decimal_precision)
        rows.append(f"| {' | '.join(map(str, cells))} | {it.time_zone} | {taxes} |")
    return "\n".join(rows)


def requirements_table() -> str:
    """One row for each edition: its kinds of tax numbers, and what it asks of a new record."""
    rows = ["| country | kinds of tax numbers | asked of a new record |", "|---|---|---|"]
    for country in COUNTRIES:
        kinds = ", ".join(country.identification_kinds) or "any"
        if country.generic_tax_numbers:
            shared = " and ".join(sorted(country.generic_tax_numbers))
            kinds += f"; {shared} tell nobody apart"
        name = SIMULATED[country.alpha_2].english_name
        rows.append(f"| {name} | {kinds} | {'; '.join(_asked(country))} |")
    return "\n".join(rows)


def _asked(country: Country) -> list[str]:
    """What a country asks, once for all resources that it is asked of."""
    found: dict[str, list[str]] = {}
    for resource, asked in country.requirements.items():
        for it in asked:
            what = f"`{it.field}`: {it.what}, e.g. {it.example}"
            found.setdefault(what, []).append(f"`{resource}`")
    texts = [f"{what} ({', '.join(resources)})" for what, resources in found.items()]
    texts += [f"form of a {kind}: `{form}`" for kind, form in country.number_forms.items()]
    if country.product_key:
        texts.append("a product key on each item of a quote or of an invoice to be stamped")
    return [text.replace("|", "\\|") for text in texts]


def addresses_table() -> str:
    """One row for each part of an address: the key under which each edition has it."""
    parts = [name for name in Address.fields if name != "type"]
    codes = " | ".join(country.alpha_2 for country in COUNTRIES)
    rows = [f"| part | {codes} |", "|---|" + "---|" * len(COUNTRIES)]
    for part in parts:
        keys = " | ".join(_key(country, part) for country in COUNTRIES)
        rows.append(f"| `{part}` | {keys} |")
    return "\n".join(rows)


def _key(country: Country, part: str) -> str:
    key, other = country.address.get(part), country.other_address.get(part)
    return "" if key is None else f"`{key}`" + (f" or `{other}`" if other else "")
