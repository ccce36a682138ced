INSERT INTO promise_words (promise, text, reason)
VALUES ($1, $2, $3)
ON CONFLICT (promise) DO UPDATE SET
  text = excluded.text,
  reason = excluded.reason
