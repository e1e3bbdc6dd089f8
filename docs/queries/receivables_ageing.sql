-- What each customer owes, by how long it is overdue today. For what is owed to suppliers, say
-- 'bill'. Balances are those of the last sync: this tells the age of today's debt, not that of an
-- earlier day's.
SELECT
    contact_id,
    MAX(contact_name) AS contact_name,
    currency,
    SUM(CASE WHEN days_overdue <= 0 THEN balance ELSE 0 END) AS not_due,
    SUM(CASE WHEN days_overdue BETWEEN 1 AND 30 THEN balance ELSE 0 END) AS overdue_1_to_30,
    SUM(CASE WHEN days_overdue BETWEEN 31 AND 60 THEN balance ELSE 0 END) AS overdue_31_to_60,
    SUM(CASE WHEN days_overdue BETWEEN 61 AND 90 THEN balance ELSE 0 END) AS overdue_61_to_90,
    SUM(CASE WHEN days_overdue > 90 THEN balance ELSE 0 END) AS overdue_over_90,
    SUM(balance) AS total
FROM (
    SELECT
        contact->>'id' AS contact_id,
        contact->>'display_name' AS contact_name,
        currency,
        balance,
        CURRENT_DATE - COALESCE(due_date, document_date) AS days_overdue
    FROM documents
    WHERE document = 'invoice' AND status IN ('authorised', 'partially_paid') AND balance > 0
) AS owed
GROUP BY contact_id, currency
ORDER BY total DESC, contact_id, currency;
