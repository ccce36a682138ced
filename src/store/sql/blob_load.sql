SELECT size, codec, stored, sha256 FROM blob WHERE id = $1
