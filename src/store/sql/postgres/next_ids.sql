SELECT nextval('id_sequence') FROM generate_series(1, $1)
