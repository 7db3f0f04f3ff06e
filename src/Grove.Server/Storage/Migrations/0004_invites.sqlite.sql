-- An invitation can be answered with a secret, of which only the SHA-256 is kept. It proves its invitee's address when it was mailed: one
-- that the inviter was shown counts only together with the invitee's own credentials.
alter table organization_members add column secret_hash blob;
alter table organization_members add column secret_mailed integer not null default 0;
create unique index organization_members_secret on organization_members (secret_hash) where secret_hash is not null;
