DELETE FROM acknowledgement WHERE at < $1
