"""The start date may change between syncs, and so may the day of a document beside it."""

from datetime import timedelta

from .test_change_capture import DAY, LOOKBACK, Warehouse, company, invoice


def test_a_later_start_date_forgets_older_documents_without_a_word() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(1500, today)
    warehouse.sync(alegra)
    since = today - 100 * DAY
    for _ in range(3):
        warehouse.now += 8 * DAY
        alegra.singles.clear()
        emitted = warehouse.sync(alegra, start_date=since)
        assert [it for it in emitted if it["status"] == "deleted"] == []
        # Those that are open are looked up: they may have been deleted.
        assert all(alegra.rows[int(it)]["status"] in ("draft", "open") for it in alegra.singles)
        assert len(alegra.singles) < 20


def test_an_open_document_deleted_while_the_start_date_moves_on_is_told() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(1500, today)
    warehouse.sync(alegra)
    del alegra.rows[97]
    warehouse.now += DAY
    emitted = warehouse.sync(alegra, start_date=today - 100 * DAY)
    assert [it["id"] for it in emitted if it["status"] == "deleted"] == ["97"]


def test_an_earlier_start_date_reads_the_older_documents_at_once() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(1500, today)
    warehouse.sync(alegra, start_date=today - 100 * DAY, reconciliation_days=0)
    assert len(warehouse.rows) < 400
    warehouse.now += timedelta(hours=1)
    warehouse.sync(alegra, start_date=today - 300 * DAY, reconciliation_days=0)
    expected = {
        number
        for number, row in alegra.rows.items()
        if row["date"] >= (today - 300 * DAY).isoformat()
    }
    assert set(warehouse.view()) == expected
    warehouse.now += timedelta(hours=1)
    assert warehouse.sync(alegra, start_date=today - 300 * DAY, reconciliation_days=0) == []


def test_a_reading_that_was_cut_off_goes_on_with_another_start_date() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(1500, today)
    states: list[object] = []
    from .test_change_capture import sync

    reading = sync(alegra, {}, warehouse.now, today - 100 * DAY, on_checkpoint=states.append)
    for record, _ in zip(reading, range(100), strict=False):
        warehouse.rows[record["id"]] = record
    warehouse.state = states[-1]  # type: ignore[assignment]
    warehouse.sync(alegra, start_date=today - 300 * DAY)
    expected = {
        number
        for number, row in alegra.rows.items()
        if row["date"] >= (today - 300 * DAY).isoformat()
    }
    assert set(warehouse.view()) == expected


def test_a_document_moved_before_the_start_date_is_told_once_and_forgotten() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(600, today)
    since = today - 100 * DAY
    warehouse.sync(alegra, start_date=since)
    alegra.rows[600]["date"] = (today - 400 * DAY).isoformat()
    warehouse.now += DAY
    (moved,) = warehouse.sync(alegra, start_date=since)
    assert (moved["id"], moved["invoice_date"]) == ("600", alegra.rows[600]["date"])
    for _ in range(2):
        warehouse.now += 8 * DAY
        alegra.singles.clear()
        assert "600" not in [it["id"] for it in warehouse.sync(alegra, start_date=since)]
        assert alegra.singles == []


def test_a_settled_document_moved_to_the_old_end_of_the_window_is_emitted() -> None:
    """The window moves on between two syncs; the day is in that of the former one only."""
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(600, today)
    warehouse.sync(alegra)
    alegra.rows[1]["date"] = (today - LOOKBACK * DAY).isoformat()
    warehouse.now += 5 * DAY
    assert [it["id"] for it in warehouse.sync(alegra)] == ["1"]


def test_a_document_that_was_emitted_before_a_cut_off_and_deleted_after_it_is_told() -> None:
    from .test_change_capture import sync

    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(600, today)
    warehouse.sync(alegra)
    alegra.rows[601] = invoice(601, today - 400 * DAY)
    warehouse.now += timedelta(hours=1)
    states: list[object] = []
    reading = sync(alegra, warehouse.state, warehouse.now, on_checkpoint=states.append)
    emitted = next(reading)
    assert emitted["id"] == "601"
    next(reading, None)
    warehouse.rows["601"], warehouse.state = emitted, states[0]  # type: ignore[assignment]
    del alegra.rows[601]
    warehouse.now += timedelta(hours=1)
    (gone,) = warehouse.sync(alegra)
    assert (gone["id"], gone["status"]) == ("601", "deleted")
