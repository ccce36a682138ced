DELETE FROM draft WHERE agent = $1 AND conversation = $2
