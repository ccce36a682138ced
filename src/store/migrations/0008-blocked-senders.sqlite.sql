-- Whose mail goes to spam: "ana@customer.example", or "customer.example" with all below it.
CREATE TABLE block (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES agent (id)
);
