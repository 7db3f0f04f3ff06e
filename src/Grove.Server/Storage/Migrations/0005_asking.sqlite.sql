-- What other systems call organizations and accounts. Unique in each tree, so it changes place with the resource.
create table external_ids (
  -- 1 organization, 2 account: see ExternalIds.
  kind integer not null,
  resource_key integer not null,
  external_id text not null,
  -- The root of the tree that it is in; 0 for a free account.
  root_key integer not null,
  -- The organization itself, or the one that holds the account; null for a free account.
  organization_key integer,
  primary key (kind, resource_key)
);
create unique index external_ids_unique on external_ids (kind, external_id, root_key);
create index external_ids_organization on external_ids (organization_key) where organization_key is not null;

alter table users add column external_id text;
create unique index users_external_id on users (external_id) where external_id is not null;

-- The operator who acted as the actor; null when the actor did it themselves.
alter table audit_records add column operator_id text;
alter table audit_records add column operator_email text;
-- An attempt by way of an operator is another than the actor's own.
drop index audit_records_failures;
create unique index audit_records_failures on audit_records (actor_id, action, resource_id, (time / 60000000), coalesce(operator_id, ''))
  where action_result = 'failure';
