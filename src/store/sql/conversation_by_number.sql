SELECT id FROM conversation WHERE number = $1
