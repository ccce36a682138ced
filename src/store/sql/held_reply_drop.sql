DELETE FROM held_reply WHERE message = $1
