INSERT INTO named_address (address_key, conversation) VALUES ($1, $2)
ON CONFLICT DO NOTHING
