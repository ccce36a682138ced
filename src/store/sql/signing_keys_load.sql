SELECT id, secret FROM signing_key ORDER BY id
