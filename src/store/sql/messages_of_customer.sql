SELECT m.id, m.conversation, m.kind, m.system, m.author_kind, m.author, m.channel, m.automatic, m.withdrawn, m.at, m.release_at, m.released,
  w.text, w.quoted, w.html, w.people, w.remote_images, w.raw_mail
FROM message m LEFT JOIN message_words w ON w.message = m.id
WHERE m.conversation = $1 AND m.withdrawn = 0 AND m.released = 1 AND m.kind <> 3 AND m.system NOT IN (3, 5)
  AND (m.kind <> 4 OR EXISTS (SELECT 1 FROM outbox o WHERE o.message = m.id AND o.contact = $2 AND o.state NOT IN (4, 5)))
  AND (m.author_kind <> 2 OR m.author = $2 OR NOT EXISTS
    (SELECT 1 FROM participant p WHERE p.conversation = m.conversation AND p.contact = m.author AND p.role IN (3, 4)))
  AND m.id < $3
ORDER BY m.id DESC LIMIT $4
