DELETE FROM named_address WHERE address_key = $1 AND conversation = $2
