SELECT failures, blocked_until, at FROM throttle WHERE key = $1
