-- Times are UTC microseconds since 1970. Truth values are 0 and 1. Keys are never sent on the wire; key order is creation order.

create table settings (
  name text primary key,
  value text not null
);

create table users (
  key integer primary key autoincrement,
  id text not null unique,
  email text not null,
  email_folded text not null unique,
  first_name text,
  last_name text,
  telephone text,
  country text,
  zipcode text,
  two_factor integer not null default 0,
  suspended integer not null default 0,
  operator integer not null default 0,
  managing_organization_key integer constraint users_managing_organization references organizations (key),
  api_key_hash blob not null,
  version integer not null default 1,
  create_time integer not null
);
create index users_managing_organization on users (managing_organization_key) where managing_organization_key is not null;

-- The user id that goes with an address: its user's, or that which its user will get. What invites an address, or makes or deletes its
-- user, locks the row first.
create table addresses (
  email_folded text primary key,
  user_id text not null
) without rowid;

create table organizations (
  key integer primary key autoincrement,
  id text not null unique,
  name text not null,
  name_folded text not null,
  parent_key integer constraint organizations_parent references organizations (key),
  -- The ids from the root to this organization, 32 characters each, without separators.
  lineage text not null,
  -- One bit for each capability flag: see CapabilityFlags.
  flags integer not null,
  managed_by text,
  -- The five members as a JSON object, exactly as sent.
  profile text,
  profile_embedded integer not null default 0,
  version integer not null default 1,
  create_time integer not null
);
create index organizations_parent on organizations (parent_key, key);

-- Every pair of an organization and one at or below it. Always equal to what parent_key says.
create table closure (
  ancestor integer not null,
  descendant integer not null,
  depth integer not null,
  primary key (ancestor, descendant)
) without rowid;
create index closure_descendant on closure (descendant, ancestor, depth);

-- How many organizations with key <= through_key are at or below a large ancestor; the rest is counted from closure.
create table subtree_counts (
  ancestor integer primary key,
  through_key integer not null,
  count integer not null
);

-- The rowid is the key of the organization; each gram is one token of [0-9a-f], which the ascii tokenizer keeps whole.
-- Rows can be deleted without their text (contentless_delete), which rules out columnsize = 0.
create virtual table organization_grams using fts5 (grams, content = '', contentless_delete = 1, detail = none, tokenize = "ascii");

create table organization_members (
  key integer primary key autoincrement,
  id text not null unique,
  organization_key integer not null constraint organization_members_organization references organizations (key),
  -- Null when nobody has the address, or the user was deleted.
  user_key integer constraint organization_members_user references users (key),
  -- As typed by who invited; otherwise the user's own.
  email text not null,
  -- For an invited address the id of its user, or the one that its user will get: see addresses. Null when made for a user.
  user_id text,
  -- 0 pending, 1 active, 2 rejected, 3 canceled, 4 expired and replaced by another invitation.
  status integer not null,
  -- One bit for each role: see OrganizationRoles.
  roles integer not null,
  -- Of an invitation: when it expires, who vouches for it, and whether its invitee put it away. The inviter is no reference, as
  -- nobody vouches any more when they are gone.
  expires_time integer,
  inviter_key integer,
  dismissed integer not null default 0,
  version integer not null default 1,
  create_time integer not null,
  update_time integer not null
);
create unique index organization_members_live on organization_members (user_key, organization_key) where status <= 1;
create index organization_members_active on organization_members (user_key, organization_key, roles) where status = 1;
create index organization_members_organization on organization_members (organization_key, key);
create unique index organization_members_pending on organization_members (lower(email), organization_key) where status = 0;
create index organization_members_invited on organization_members (user_key, key) where expires_time is not null;

create table accounts (
  key integer primary key autoincrement,
  id text not null unique,
  name text not null,
  name_folded text not null,
  type text not null,
  organization_key integer constraint accounts_organization references organizations (key),
  -- A JSON object: see AccountSettings.
  settings text not null default '{}',
  profile text,
  version integer not null default 1,
  create_time integer not null
);
create index accounts_organization on accounts (organization_key, key);
create index accounts_name on accounts (name_folded, key);

create table account_members (
  key integer primary key autoincrement,
  id text not null unique,
  account_key integer not null constraint account_members_account references accounts (key),
  -- Null when nobody has the address, or the user was deleted.
  user_key integer constraint account_members_user references users (key),
  email text not null,
  -- 0 pending, 1 accepted, 2 rejected, 3 canceled.
  status integer not null,
  -- One bit for each role: see AccountRoles.
  roles integer not null,
  version integer not null default 1,
  create_time integer not null,
  update_time integer not null
);
create unique index account_members_live on account_members (user_key, account_key) where status <= 1;
create index account_members_accepted on account_members (user_key, account_key, roles) where status = 1;
create index account_members_account on account_members (account_key, key);

create table api_tokens (
  key integer primary key autoincrement,
  id text not null unique,
  user_key integer not null constraint api_tokens_user references users (key),
  name text not null,
  secret_hash blob not null unique,
  -- 1 active, 0 disabled; expiry is derived from the clock.
  enabled integer not null,
  policies text not null,
  condition text,
  not_before integer,
  expires_on integer,
  issued_on integer not null,
  modified_on integer not null,
  last_used_on integer,
  version integer not null default 1
);
create index api_tokens_user on api_tokens (user_key, key);

create table audit_records (
  key integer primary key autoincrement,
  id text not null unique,
  time integer not null,
  -- The organization it is filed under, and the ids from its root to it at that moment; null for acts on users.
  organization_id text,
  lineage text,
  actor_id text,
  actor_email text,
  -- api_key, api_token or system.
  actor_context text not null,
  actor_token_id text,
  actor_address text,
  request_id text,
  -- create, update, delete or view; and the operation by name.
  action_type text not null,
  action text not null,
  resource_type text not null,
  resource_id text not null,
  before text,
  after text
);
create index audit_records_organization on audit_records (organization_id, key);

create table idempotency_keys (
  user_key integer not null,
  -- SHA-256 of method, path, query and Idempotency-Key.
  scope_hash blob not null,
  body_hash blob not null,
  answer blob,
  create_time integer not null,
  primary key (user_key, scope_hash)
) without rowid;
create index idempotency_keys_create_time on idempotency_keys (create_time);
