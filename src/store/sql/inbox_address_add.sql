INSERT INTO inbox_address (address_key, inbox)
VALUES ($1, $2)
