DELETE FROM named_address WHERE conversation = $1
