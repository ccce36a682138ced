SELECT id, conversation, kind, system, author_kind, author, channel, automatic, withdrawn, at, release_at, released
FROM message WHERE id = $1
