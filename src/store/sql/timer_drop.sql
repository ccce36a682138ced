DELETE FROM timer WHERE conversation = $1 AND kind = $2 AND subject = $3
