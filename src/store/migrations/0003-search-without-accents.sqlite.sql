-- Words are folded by the program now: the index is made anew by its follower. The tokenizer only
-- takes them apart at the spaces.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  subject, people, body,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'", prefix = '2 3'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
DELETE FROM follower WHERE name = 'search';
