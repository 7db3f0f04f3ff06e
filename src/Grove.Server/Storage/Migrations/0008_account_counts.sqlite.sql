-- How many accounts are at or below an organization that has many, but for what account_deltas adds; null until they were counted.
create table account_counts (
  ancestor integer primary key,
  count integer
);

-- What changes of accounts and moves of organizations add to the counts above them. Folded into account_counts and removed again.
create table account_deltas (
  key integer primary key autoincrement,
  ancestor integer not null,
  delta integer not null
);
create index account_deltas_ancestor on account_deltas (ancestor, delta);
