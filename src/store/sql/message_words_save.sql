INSERT INTO message_words (message, text, quoted, html, people, remote_images, raw_mail)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (message) DO UPDATE SET
  text = excluded.text,
  quoted = excluded.quoted,
  html = excluded.html,
  people = excluded.people,
  remote_images = excluded.remote_images,
  raw_mail = excluded.raw_mail
