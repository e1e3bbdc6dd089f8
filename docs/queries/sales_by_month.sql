-- Net sales by month of the document, in the company's own currency: invoices and debit notes of
-- customers, less credit notes. Run views.sql first.
SELECT
    CAST(DATE_TRUNC('month', document_date) AS DATE) AS month,
    SUM(CASE WHEN document = 'invoice' THEN amount ELSE 0 END) AS invoices,
    SUM(CASE WHEN document = 'debit_note' THEN amount ELSE 0 END) AS debit_notes,
    SUM(CASE WHEN document = 'credit_note' THEN amount ELSE 0 END) AS credit_notes,
    SUM(CASE WHEN document = 'credit_note' THEN -amount ELSE amount END) AS net_sales
FROM (
    SELECT document, document_date, net_amount * currency_rate AS amount
    FROM document_lines
    WHERE document IN ('invoice', 'credit_note')
    UNION ALL
    SELECT
        'debit_note', "date",
        (total - tax) * COALESCE(CAST(currency->>'exchange_rate' AS DECIMAL(38, 9)), 1)
    FROM income_debit_notes
    -- Alegra may not show the status of those that are not void.
    WHERE COALESCE(status, 'open') NOT IN ('draft', 'void', 'deleted')
) AS sales
GROUP BY CAST(DATE_TRUNC('month', document_date) AS DATE)
ORDER BY month;
