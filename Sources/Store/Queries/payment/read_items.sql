-- Grain: one row a statement of the last closed version of its month, with its cancelled numbers.
-- Locking: none.
SELECT item.month, item.entity, item.counterparty, item.side, item.currency, item.number,
    item.issued_on, item.due_on, item.hub, item.due, item.set_off, item.book_amount,
    ARRAY(
        SELECT former.number FROM closing.number AS former
        WHERE former.month = item.month AND former.entity = item.entity
          AND former.counterparty = item.counterparty AND former.side = item.side
          AND former.currency = item.currency AND former.number <> item.number
        ORDER BY former.number) AS former_numbers
FROM payment.item AS item
ORDER BY item.number
