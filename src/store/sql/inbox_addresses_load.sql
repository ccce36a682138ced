SELECT address_key, inbox FROM inbox_address ORDER BY inbox, address_key
