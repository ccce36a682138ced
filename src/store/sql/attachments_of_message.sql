SELECT id, message, conversation, uploader, name, type, size, content_id, inline, hidden, blob FROM attachment WHERE message = $1 ORDER BY position, id
