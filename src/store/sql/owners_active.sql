SELECT count(*) FROM agent WHERE role = 1 AND active = 1
