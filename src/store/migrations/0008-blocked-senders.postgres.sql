-- Whose mail goes to spam: "ana@customer.example", or "customer.example" with all below it.
CREATE TABLE block (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  created_by BIGINT REFERENCES agent (id)
);
