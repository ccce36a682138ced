SELECT key, value FROM setting WHERE key LIKE 'storing_blob/%'
