-- Of what the tables of absent_*.sql hold.
SELECT MAX(id) FROM (
  SELECT MAX(id) AS id FROM message
  UNION ALL SELECT MAX(id) FROM conversation
  UNION ALL SELECT MAX(id) FROM inbox
  UNION ALL SELECT MAX(id) FROM contact
  UNION ALL SELECT MAX(id) FROM promise
  UNION ALL SELECT MAX(id) FROM attachment
  UNION ALL SELECT MAX(id) FROM blob
  UNION ALL SELECT MAX(id) FROM raw_mail
  UNION ALL SELECT MAX(id) FROM outbox
) AS known
