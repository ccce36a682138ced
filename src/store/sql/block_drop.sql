DELETE FROM block WHERE id = $1
