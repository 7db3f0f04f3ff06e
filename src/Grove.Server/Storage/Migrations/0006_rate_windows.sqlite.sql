-- How many requests of a user one node let through in the window that began at start_time. SQLite has one node and leaves it empty.
create table rate_windows (
  user_key integer not null,
  node integer not null,
  start_time integer not null,
  used integer not null,
  primary key (user_key, node)
) without rowid;
create index rate_windows_start_time on rate_windows (start_time);
