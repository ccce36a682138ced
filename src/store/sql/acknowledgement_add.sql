INSERT INTO acknowledgement (address_key, at, message)
VALUES ($1, $2, $3)
