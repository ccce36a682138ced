SELECT DISTINCT conversation FROM held_reply ORDER BY conversation
