"""The company's chart of accounts: a real tree, of which only the leaves may be posted to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

_OUTLINE = """
Activos | asset
  Activos corrientes
    Efectivo y equivalentes de efectivo: Caja general | CASH_ACCOUNTS; Caja chica; \
      Banco principal | BANK_ACCOUNTS; Banco de ahorros; Transferencias por identificar
    Cuentas por cobrar: Cuentas por cobrar a clientes | RECEIVABLE_ACCOUNTS; \
      Anticipos a proveedores; Cuentas por cobrar a empleados; Otras cuentas por cobrar
    Inventarios: Mercancías en almacén | INVENTORY; Mercancías en tránsito
    Impuestos a favor: Impuesto acreditable pagado | TAXES_IN_FAVOR; \
      Impuesto pendiente de acreditar; Retenciones a favor
  Activos no corrientes
    Propiedad, planta y equipo: Mobiliario y equipo de oficina; Equipo de cómputo; \
      Equipo de transporte; Depreciación acumulada
    Intangibles: Licencias de software; Amortización acumulada
Pasivos | liability
  Pasivos corrientes
    Cuentas por pagar: Cuentas por pagar a proveedores | DEBTS_TO_PAY_PROVIDERS; \
      Anticipos de clientes; Tarjetas de crédito | CREDIT_CARDS; Acreedores diversos
    Impuestos por pagar: Impuesto trasladado cobrado | TAXES_TO_PAY; Impuesto por trasladar; \
      Retenciones por pagar
    Obligaciones laborales: Salarios por pagar; Aguinaldo y prestaciones por pagar; \
      Seguridad social por pagar
  Pasivos no corrientes
    Obligaciones financieras: Préstamos bancarios a largo plazo
Patrimonio | equity
  Capital: Capital social; Aportaciones para futuros aumentos
  Resultados: Resultado del ejercicio; Resultados de ejercicios anteriores; \
    Ajustes por saldos iniciales
Ingresos | income
  Ingresos de actividades ordinarias: Ventas | SALES; Servicios prestados; \
    Devoluciones en ventas | SALES_RETURNS; Descuentos sobre ventas
  Otros ingresos: Intereses ganados; Ganancia por diferencia en cambio; Ingresos diversos
Gastos | expense
  Gastos de administración: Sueldos y salarios; Honorarios; Arrendamiento de oficina; \
    Servicios públicos; Telefonía e internet; Papelería y útiles; Seguros; Mantenimiento; \
    Depreciaciones
  Gastos de venta: Publicidad y propaganda; Comisiones; Fletes y acarreos; Viáticos
  Gastos financieros: Comisiones bancarias; Intereses pagados; Pérdida por diferencia en cambio
  Otros gastos: Gastos no deducibles; Multas y recargos
Costos | cost
  Costo de ventas: Costo de la mercancía vendida | COST_OF_SALES; \
    Devoluciones en compras | PURCHASE_RETURNS
  Costos de producción: Materia prima; Mano de obra directa
"""


@dataclass(frozen=True)
class Account:
    """One account.

    Attributes:
        parent: the id of the account above; None at the root.
        code: the digits of its place; the country decides whether they are shown.
        rule: key of its ``categoryRule``, or None.
        children: ids of the accounts below; none where it can be posted to.
    """

    id: int
    parent: int | None
    name: str
    code: str
    type: str
    rule: str | None
    children: list[int] = field(default_factory=list)


def _read_outline(outline: str) -> dict[int, Account]:
    accounts: dict[int, Account] = {}
    above: list[Account] = []
    roots = 0
    for depth, entry in _entries(outline):
        name, _, mark = entry.partition(" | ")
        # Alegra's own samples do not number accounts from 1 on; neither does this.
        id = 5001 + len(accounts)
        above = above[:depth]
        if above:
            parent = above[-1]
            parent.children.append(id)
            place = f"{len(parent.children):02d}" if depth > 1 else str(len(parent.children))
            account = Account(id, parent.id, name, parent.code + place, parent.type, mark or None)
        else:
            roots += 1
            account = Account(id, None, name, str(roots), mark, None)
        accounts[id] = account
        above.append(account)
    return accounts


def _entries(outline: str) -> Iterator[tuple[int, str]]:
    """Each account with its depth; after a colon stand those below."""
    for line in outline.strip().splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        name, _, below = line.strip().partition(": ")
        yield depth, name
        yield from ((depth + 1, entry.strip()) for entry in below.split(";") if entry)


ACCOUNTS = _read_outline(_OUTLINE)
"""All accounts by id, in the order of the tree."""

_LEAVES = tuple(account for account in ACCOUNTS.values() if not account.children)

POSTABLE = tuple(account.id for account in _LEAVES)
"""Accounts that take entries."""

EXPENSES = tuple(account.id for account in _LEAVES if account.type == "expense")
"""What bills and outgoing payments are booked on."""

OTHER_INCOME = tuple(it.id for it in _LEAVES if it.type == "income" and it.rule is None)
"""What incoming payments without an invoice are booked on."""


def by_rule(rule: str) -> Account:
    """The account with a ``categoryRule``."""
    return next(account for account in ACCOUNTS.values() if account.rule == rule)
