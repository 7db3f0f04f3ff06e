-- What a row of Cloudflare's audit log shows, and what decides who may read it.
alter table audit_records
  -- success or failure, and how many equal failures of one minute it stands for.
  add column action_result text collate "C" not null default 'success',
  add column attempts integer not null default 1,
  -- user, system, or cloudflare_admin for an operator acting as one.
  add column actor_type text collate "C" not null default 'user',
  add column actor_token_name text collate "C",
  -- Where in lineage, counted from the root as 0, the actor's lowest active membership was at that moment; null for none.
  add column actor_level integer,
  add column method text collate "C",
  add column path text collate "C",
  add column status_code integer,
  add column user_agent text collate "C",
  add column resource_product text collate "C" not null default 'organizations',
  -- The other place of a record that concerns two: the parent of what is deleted, the place that is left. As organization_id, lineage
  -- and actor_level.
  add column other_organization_id text collate "C",
  add column other_lineage text collate "C",
  add column other_actor_level integer;

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
  organization_key bigint not null,
  time bigint not null,
  record_key bigint not null,
  primary key (organization_key, time, record_key)
);

insert into audit_places (organization_key, time, record_key)
select o.key, r.time, r.key
from audit_records r cross join generate_series(0, 63) as level(n)
join organizations o on o.id = substr(r.lineage, level.n * 32 + 1, 32)
where level.n * 32 < length(r.lineage) - 32;
