-- The index of words holds no places there.
SELECT 1;
