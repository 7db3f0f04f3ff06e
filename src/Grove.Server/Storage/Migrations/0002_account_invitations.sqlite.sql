-- For an invited address the id of its user, or the one that its user will get: see addresses. Null when made for a user.
alter table account_members add column user_id text;
-- Of an invitation: who vouches for it. No reference, as nobody vouches any more when they are gone.
alter table account_members add column inviter_key integer;
-- Whether its user put the membership away.
alter table account_members add column dismissed integer not null default 0;

create unique index account_members_pending on account_members (lower(email), account_key) where status = 0;
create index account_members_user on account_members (user_key, key);
