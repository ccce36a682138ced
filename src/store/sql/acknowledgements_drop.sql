DELETE FROM acknowledgement WHERE address_key = $1
