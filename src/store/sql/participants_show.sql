SELECT p.contact, c.name, c.email
FROM participant p JOIN contact c ON c.id = p.contact
WHERE p.conversation = $1 ORDER BY p.position
