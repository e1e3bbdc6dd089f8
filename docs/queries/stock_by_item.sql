-- What moved the stock of each item, and what Alegra says is left: `counted` and `available` are the
-- same where nothing else moves it. Run views.sql first. Transfers move items between warehouses, so
-- that their sum is 0.
WITH moves AS (
    SELECT
        item_id, document AS cause,
        CASE WHEN document = 'bill' THEN quantity ELSE -quantity END AS quantity
    FROM document_lines
    WHERE document IN ('bill', 'invoice') AND ledger_account_id IS NULL
    UNION ALL
    SELECT
        item->>'id', 'adjustment',
        CASE WHEN item->>'type' = 'in' THEN 1 ELSE -1 END
            * CAST(item->>'quantity' AS DECIMAL(38, 9))
    FROM (
        SELECT json_array_elements(CAST(items AS JSON)) AS item
        FROM inventory_adjustments
        WHERE COALESCE(status, 'open') <> 'deleted'
    ) AS adjusted
    UNION ALL
    SELECT item->>'id', 'transfer', direction * CAST(item->>'quantity' AS DECIMAL(38, 9))
    FROM (
        SELECT json_array_elements(CAST(items AS JSON)) AS item
        FROM warehouse_transfers
        WHERE COALESCE(status, 'open') <> 'deleted'
    ) AS moved
    CROSS JOIN (SELECT -1 AS direction UNION ALL SELECT 1) AS directions
)
SELECT
    item.id AS item_id,
    item.name AS item_name,
    SUM(CASE WHEN cause = 'adjustment' THEN moves.quantity ELSE 0 END) AS adjusted,
    SUM(CASE WHEN cause = 'transfer' THEN moves.quantity ELSE 0 END) AS transferred,
    SUM(CASE WHEN cause = 'bill' THEN moves.quantity ELSE 0 END) AS bought,
    SUM(CASE WHEN cause = 'invoice' THEN -moves.quantity ELSE 0 END) AS sold,
    COALESCE(SUM(moves.quantity), 0) AS counted,
    item.quantity AS available
FROM invoice_items AS item
LEFT JOIN moves ON moves.item_id = item.id
WHERE item.tracked
GROUP BY item.id, item.name, item.quantity
ORDER BY item.name, item.id;
