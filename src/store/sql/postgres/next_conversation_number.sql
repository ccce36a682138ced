SELECT nextval('conversation_number_sequence')
