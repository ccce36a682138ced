INSERT INTO message_words (message, text, quoted, html, people, remote_images, raw_mail, found_by, found_conversation, found_message, found_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (message) DO UPDATE SET
  text = excluded.text,
  quoted = excluded.quoted,
  html = excluded.html,
  people = excluded.people,
  remote_images = excluded.remote_images,
  raw_mail = excluded.raw_mail,
  found_by = excluded.found_by,
  found_conversation = excluded.found_conversation,
  found_message = excluded.found_message,
  found_value = excluded.found_value
