-- Views over the tables of the source, which the other queries read: run this file once.
-- In DuckDB, give PostgreSQL's function its name first:
--     CREATE OR REPLACE MACRO json_array_elements(list) AS unnest(CAST(list AS JSON[]));

-- Invoices, bills and the notes that lower them, under the same names.
CREATE OR REPLACE VIEW documents AS
SELECT
    'invoice' AS document, id, number, invoice_date AS document_date, due_date, status, currency,
    currency_rate, customer AS contact, total, balance, line_items, alegra
FROM invoices
UNION ALL
SELECT
    'credit_note', id, number, CAST(date_issued AS DATE), NULL, status, currency,
    currency_rate, customer, total_amount, balance, line_items, alegra
FROM credit_notes
UNION ALL
SELECT
    'bill', id, bill_number, bill_date, due_date, status, currency,
    currency_rate, supplier, total, balance, line_items, alegra
FROM bills
UNION ALL
SELECT
    'bill_credit_note', id, number, CAST(date_issued AS DATE), NULL, status, currency,
    currency_rate, supplier, total_amount, balance, line_items, alegra
FROM bill_credit_notes;

-- One row for each line. Only what is issued counts: neither drafts nor what is void or deleted.
CREATE OR REPLACE VIEW document_lines AS
SELECT
    document,
    id AS document_id,
    number AS document_number,
    document_date,
    contact->>'id' AS contact_id,
    contact->>'display_name' AS contact_name,
    currency,
    COALESCE(currency_rate, 1) AS currency_rate,
    CAST(line->>'line_number' AS INTEGER) AS line_number,
    line->'item'->>'id' AS item_id,
    line->'item'->>'code' AS item_code,
    line->'item'->>'name' AS item_name,
    line->'ledger_account'->>'id' AS ledger_account_id,
    line->'ledger_account'->>'name' AS ledger_account_name,
    line->>'description' AS description,
    CAST(line->>'quantity' AS DECIMAL(38, 9)) AS quantity,
    CAST(line->>'unit_price' AS DECIMAL(38, 9)) AS unit_price,
    CAST(line->>'total_amount' AS DECIMAL(38, 9))
        - COALESCE(CAST(line->>'tax_amount' AS DECIMAL(38, 9)), 0) AS net_amount,
    COALESCE(CAST(line->>'tax_amount' AS DECIMAL(38, 9)), 0) AS tax_amount,
    CAST(line->>'total_amount' AS DECIMAL(38, 9)) AS total_amount,
    line->'tax_rate'->>'name' AS tax_name,
    CAST(line->'tax_rate'->>'rate' AS DECIMAL(38, 9)) AS tax_percentage
FROM (
    SELECT *, json_array_elements(CAST(line_items AS JSON)) AS line
    FROM documents
    WHERE status IN ('authorised', 'posted', 'partially_paid', 'paid')
) AS issued;

-- One row for each tax of each line. A line with several taxes has them under `alegra`.
CREATE OR REPLACE VIEW line_taxes AS
WITH extras AS (
    SELECT document, id, json_array_elements(CAST(alegra->'lines' AS JSON)) AS line
    FROM documents
),
several AS (
    SELECT
        document, id, line->>'line_number' AS line_number,
        json_array_elements(CAST(line->'taxes' AS JSON)) AS tax
    FROM extras
)
SELECT
    lines.document, lines.document_id, lines.document_date, lines.currency_rate,
    COALESCE(several.tax->>'name', lines.tax_name) AS tax_name,
    COALESCE(CAST(several.tax->>'percentage' AS DECIMAL(38, 9)), lines.tax_percentage)
        AS tax_percentage,
    lines.net_amount AS taxable_amount,
    COALESCE(CAST(several.tax->>'amount' AS DECIMAL(38, 9)), lines.tax_amount) AS tax_amount
FROM document_lines AS lines
LEFT JOIN several
    ON several.document = lines.document
    AND several.id = lines.document_id
    AND CAST(several.line_number AS INTEGER) = lines.line_number;

-- One row for each document that a payment settles, wholly or in part.
CREATE OR REPLACE VIEW payments_applied AS
SELECT
    payment,
    id AS payment_id,
    reference AS payment_number,
    CAST(transaction_date AS DATE) AS payment_date,
    account->>'name' AS bank_account,
    contact->>'id' AS contact_id,
    contact->>'display_name' AS contact_name,
    currency,
    applied->>'type' AS document,
    applied->>'id' AS document_id,
    applied->>'code' AS document_number,
    CAST(applied->>'amount' AS DECIMAL(38, 9)) AS amount
FROM (
    SELECT
        'received' AS payment, id, reference, transaction_date, account, customer AS contact,
        currency, status, json_array_elements(CAST(allocations AS JSON)) AS applied
    FROM payments
    UNION ALL
    SELECT
        'made', id, reference, transaction_date, account, supplier,
        currency, status, json_array_elements(CAST(allocations AS JSON))
    FROM bill_payments
) AS payment
WHERE status = 'authorised';
