INSERT INTO team (id, name)
VALUES ($1, $2)
