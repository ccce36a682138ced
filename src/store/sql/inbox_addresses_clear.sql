DELETE FROM inbox_address WHERE inbox = $1
