DELETE FROM draft WHERE conversation = $1
