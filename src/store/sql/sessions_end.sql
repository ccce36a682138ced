DELETE FROM session WHERE agent = $1 AND id <> $2
