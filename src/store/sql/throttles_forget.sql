DELETE FROM throttle WHERE at < $1
