SELECT count(*) FROM acknowledgement WHERE address_key = $1 AND at > $2
