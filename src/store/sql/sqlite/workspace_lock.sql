-- One writer: nobody else decides meanwhile.
SELECT 1
