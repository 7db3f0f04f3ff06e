-- How many requests of a user one node let through in the window that began at start_time: see RateSharing. Written every second and
-- worthless after a crash, so not logged.
create unlogged table rate_windows (
  user_key bigint not null,
  node bigint not null,
  start_time bigint not null,
  used bigint not null,
  primary key (user_key, node)
);
create index rate_windows_start_time on rate_windows (start_time);
