SELECT id, message, conversation, uploader, name, type, size, content_id, inline, hidden, blob FROM attachment WHERE id = $1
