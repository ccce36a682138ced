SELECT inbox FROM inbox_address WHERE address_key = $1
