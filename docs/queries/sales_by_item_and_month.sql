-- What was sold of each item in each month, less what credit notes took back, without taxes and in
-- the company's own currency.
SELECT
    CAST(DATE_TRUNC('month', document_date) AS DATE) AS month,
    item_id,
    MAX(item_code) AS item_code,
    MAX(item_name) AS item_name,
    SUM(CASE WHEN document = 'invoice' THEN quantity ELSE -quantity END) AS quantity,
    SUM(CASE WHEN document = 'invoice' THEN net_amount ELSE -net_amount END * currency_rate)
        AS net_sales
FROM document_lines
WHERE document IN ('invoice', 'credit_note')
GROUP BY CAST(DATE_TRUNC('month', document_date) AS DATE), item_id
ORDER BY month, net_sales DESC, item_id;
