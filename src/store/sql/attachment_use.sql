UPDATE attachment SET message = $2, conversation = $3, position = $4
WHERE id = $1 AND message IS NULL AND uploader = $5
