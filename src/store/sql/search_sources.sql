SELECT m.id, cw.subject, p.name, p.email, c.number, w.text
FROM message m JOIN conversation c ON c.id = m.conversation JOIN contact p ON p.id = c.contact
LEFT JOIN conversation_words cw ON cw.conversation = c.id
LEFT JOIN message_words w ON w.message = m.id
WHERE m.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
