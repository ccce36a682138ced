DELETE FROM promise_words WHERE promise = $1
