-- What has to be known of a mail before it is taken in, at once.
SELECT a.contact, m.message, m.conversation, r.state,
  (SELECT count(*) FROM inbox_address WHERE address_key IN ($2, $3)), i.team, i.smtp
FROM inbox i
LEFT JOIN contact_address a ON a.address_key = $1
LEFT JOIN message_id m ON m.inbox = $4 AND m.id = $5
LEFT JOIN raw_mail r ON r.id = $6
WHERE i.id = $4
