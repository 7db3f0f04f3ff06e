-- Each start looks for the operator, and whoever changes operators locks them: both read every user without this.
create index users_operator on users (key) where operator = 1;
