-- The requester (role 1), then the others in the order in which they joined.
SELECT k.id, k.name, k.email, k.created_at, k.erased_at, k.erased_by, 1 AS role, -1 AS position
FROM conversation c JOIN contact k ON k.id = c.contact
WHERE c.id = $1
UNION ALL
SELECT k.id, k.name, k.email, k.created_at, k.erased_at, k.erased_by, p.role, p.position
FROM participant p JOIN contact k ON k.id = p.contact
WHERE p.conversation = $1
ORDER BY position
