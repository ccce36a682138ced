SELECT address_key FROM contact_address WHERE contact = $1 ORDER BY address_key
