-- Taxes charged on sales and paid on purchases, by month of the document, tax and rate, in the
-- company's own currency. Notes count against what they correct. It is no tax return: Mexico's IVA,
-- for instance, falls due when it is collected, and retentions stand apart, under `alegra`.
SELECT
    CAST(DATE_TRUNC('month', document_date) AS DATE) AS month,
    CASE WHEN document IN ('invoice', 'credit_note') THEN 'sales' ELSE 'purchases' END AS side,
    tax_name,
    tax_percentage,
    SUM(sign * taxable_amount * currency_rate) AS taxable_amount,
    SUM(sign * tax_amount * currency_rate) AS tax_amount
FROM (
    SELECT *, CASE WHEN document IN ('invoice', 'bill') THEN 1 ELSE -1 END AS sign
    FROM line_taxes
) AS signed
GROUP BY
    CAST(DATE_TRUNC('month', document_date) AS DATE),
    CASE WHEN document IN ('invoice', 'credit_note') THEN 'sales' ELSE 'purchases' END,
    tax_name,
    tax_percentage
ORDER BY month, side, tax_name, tax_percentage;
