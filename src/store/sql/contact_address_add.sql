INSERT INTO contact_address (address_key, contact)
VALUES ($1, $2)
ON CONFLICT DO NOTHING
