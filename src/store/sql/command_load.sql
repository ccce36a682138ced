SELECT digest, receipt FROM command WHERE id = $1
