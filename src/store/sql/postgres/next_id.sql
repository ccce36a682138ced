SELECT nextval('id_sequence')
