-- Words are folded by the program now: the index is made anew by its follower.
TRUNCATE search;
DELETE FROM follower WHERE name = 'search';
