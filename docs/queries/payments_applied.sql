-- Which invoice or bill each payment settles, and with how much of it.
SELECT
    payment, payment_date, payment_id, payment_number, bank_account, contact_name, document,
    document_id, document_number, amount, currency
FROM payments_applied
ORDER BY payment_date, payment_id, document_id;
