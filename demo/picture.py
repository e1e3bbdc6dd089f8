"""The README's picture, of the warehouse that `make demo` left: run with `make picture`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from airbyte.caches import DuckDBCache

from .queries import ask, prepare
from .warehouses import OUTPUT

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "net-sales.svg"
WIDTH, HEIGHT, MARGIN = 900, 300, 40


def net_sales(warehouse: Path) -> list[tuple[date, Decimal]]:
    """Net sales of each month, by the documented query."""
    cache = DuckDBCache(db_path=warehouse)
    prepare(cache)
    return [(row["month"], row["net_sales"]) for row in ask(cache, "sales_by_month")]


def bars(months: Sequence[tuple[date, Decimal]]) -> str:
    """A bar for each month, as SVG that is legible on light and dark pages."""
    highest = max(sales for _, sales in months)
    step = (WIDTH - 2 * MARGIN) / len(months)
    ground = HEIGHT - MARGIN
    drawn = [f'<line x1="{MARGIN}" y1="{ground}" x2="{WIDTH - MARGIN}" y2="{ground}"/>']
    for place, (month, sales) in enumerate(months):
        height = float(max(sales, Decimal()) / highest) * (HEIGHT - 2 * MARGIN)
        left = MARGIN + place * step
        drawn.append(
            f'<rect x="{left:.1f}" y="{ground - height:.1f}" '
            f'width="{step * 0.8:.1f}" height="{height:.1f}"/>'
        )
        if month.month in (1, 7):
            drawn.append(f'<text x="{left:.1f}" y="{ground + 20}">{month:%Y-%m}</text>')
    top = f"highest: {highest:,.0f} MXN"
    drawn.append(f'<text x="{MARGIN}" y="{MARGIN - 16}">Net sales by month, {top}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13" fill="#2f81f7" stroke-width="1">\n'
        "<style>text { fill: #6e7781 } line { stroke: #6e7781 }</style>\n"
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    PICTURE.write_text(bars(net_sales(OUTPUT / "alegra.duckdb")))
