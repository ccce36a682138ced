SELECT text, reason FROM promise_words WHERE promise = $1
