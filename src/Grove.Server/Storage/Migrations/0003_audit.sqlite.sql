-- What a row of Cloudflare's audit log shows, and what decides who may read it.
-- success or failure, and how many equal failures of one minute it stands for.
alter table audit_records add column action_result text not null default 'success';
alter table audit_records add column attempts integer not null default 1;
-- user, system, or cloudflare_admin for an operator acting as one.
alter table audit_records add column actor_type text not null default 'user';
alter table audit_records add column actor_token_name text;
-- Where in lineage, counted from the root as 0, the actor's lowest active membership was at that moment; null for none.
alter table audit_records add column actor_level integer;
alter table audit_records add column method text;
alter table audit_records add column path text;
alter table audit_records add column status_code integer;
alter table audit_records add column user_agent text;
alter table audit_records add column resource_product text not null default 'organizations';
-- The other place of a record that concerns two: the parent of what is deleted, the place that is left. As organization_id, lineage
-- and actor_level.
alter table audit_records add column other_organization_id text;
alter table audit_records add column other_lineage text;
alter table audit_records add column other_actor_level integer;

update audit_records set
  actor_type = case when actor_context = 'system' then 'system' else 'user' end,
  -- Unknown for these, so only who sees the root sees the actor.
  actor_level = case when organization_id is not null and actor_context <> 'system' then 0 end,
  resource_product = case resource_type
    when 'account' then 'accounts' when 'organization_member' then 'members' when 'invite' then 'members'
    when 'user' then 'users' when 'api_token' then 'tokens' else 'organizations' end;

drop index audit_records_organization;
create index audit_records_organization on audit_records (organization_id, time, key) where organization_id is not null;
create index audit_records_other on audit_records (other_organization_id, time, key) where other_organization_id is not null;
create index audit_records_time on audit_records (time, key);
create unique index audit_records_failures on audit_records (actor_id, action, resource_id, (time / 60000000)) where action_result = 'failure';

-- The organizations above those that a record is filed under, as they were at that moment. Of what is gone nothing is kept.
create table audit_places (
  organization_key integer not null,
  time integer not null,
  record_key integer not null,
  primary key (organization_key, time, record_key)
) without rowid;

insert into audit_places (organization_key, time, record_key)
with recursive level(n) as (select 0 union all select n + 1 from level where n < 63)
select o.key, r.time, r.key
from audit_records r cross join level cross join organizations o
where o.id = substr(r.lineage, level.n * 32 + 1, 32) and level.n * 32 < length(r.lineage) - 32;
