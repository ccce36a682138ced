DELETE FROM command WHERE receipt = $1
