-- An invitation can be answered with a secret, of which only the SHA-256 is kept. It proves its invitee's address when it was mailed: one
-- that the inviter was shown counts only together with the invitee's own credentials.
alter table organization_members add column secret_hash blob;
alter table organization_members add column secret_mailed integer not null default 0;
create unique index organization_members_secret on organization_members (secret_hash) where secret_hash is not null;

-- When the mail with the secret is due: null when none is. Sending puts it off before, and takes it away after.
alter table organization_members add column mail_due integer;
alter table organization_members add column mail_attempts integer not null default 0;
create index organization_members_mail_due on organization_members (mail_due) where mail_due is not null;

-- How many invitations were mailed on a day (UTC, since 1970): by an organization (its id), or to an address (folded).
create table invite_mails (
  subject text not null,
  day integer not null,
  mails integer not null,
  primary key (subject, day)
) without rowid;
