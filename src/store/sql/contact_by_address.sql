SELECT contact FROM contact_address WHERE address_key = $1
