INSERT OR REPLACE INTO search (rowid, subject, people, body) VALUES ($1, $2, $3, $4)
