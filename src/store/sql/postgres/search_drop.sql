DELETE FROM search WHERE message = $1
