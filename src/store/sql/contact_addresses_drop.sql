DELETE FROM contact_address WHERE contact = $1
