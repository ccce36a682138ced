-- One writer: nobody is overtaken.
SELECT 1 WHERE $1 IS NULL
