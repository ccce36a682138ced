SELECT m.id, m.conversation, m.kind, m.system, m.author_kind, m.author, m.channel, m.automatic, m.withdrawn, m.at, m.release_at, m.released,
  w.text, w.quoted, w.html, w.people, w.remote_images, w.raw_mail
FROM message m LEFT JOIN message_words w ON w.message = m.id
WHERE m.id = $1
