-- The sums of each ledger account, in the company's own currency; `balance` adds up to 0 over all
-- accounts. Void journals count for nothing. Alegra's lines have no date, so that it is of now.
SELECT
    category->>'id' AS ledger_account_id,
    category->>'name' AS ledger_account_name,
    SUM(debit) AS debit,
    SUM(credit) AS credit,
    SUM(debit) - SUM(credit) AS balance
FROM journal_entry_lines
WHERE COALESCE(status, 'open') <> 'void'
GROUP BY category->>'id', category->>'name'
ORDER BY ledger_account_name, ledger_account_id;
