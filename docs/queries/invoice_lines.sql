-- Each line of each issued invoice. For bills, say 'bill': theirs name an item or a ledger account.
SELECT
    document_number, document_date, contact_name, line_number, item_code, item_name,
    ledger_account_name, description, quantity, unit_price, net_amount, tax_amount, total_amount,
    currency
FROM document_lines
WHERE document = 'invoice'
ORDER BY document_date, document_id, line_number;
