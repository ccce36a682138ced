INSERT INTO message (id, conversation, kind, system, author_kind, author, channel, automatic, withdrawn, at, release_at, released)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET
  conversation = excluded.conversation,
  kind = excluded.kind,
  system = excluded.system,
  author_kind = excluded.author_kind,
  author = excluded.author,
  channel = excluded.channel,
  automatic = excluded.automatic,
  withdrawn = excluded.withdrawn,
  at = excluded.at,
  release_at = excluded.release_at,
  released = excluded.released
