-- Makes the database, and in it one schema with its two roles: <schema>_owner for migrations, <schema>_app for everything else,
-- under row level security. What exists is kept, passwords are set anew. The same as dev.colophon.persistence.DatabaseProvisioner.
-- psql variables: database, schema, owner_password, app_password. Needs a superuser.
\set ON_ERROR_STOP on
set client_min_messages = warning;

select format('create database %I encoding ''UTF8'' template template0', :'database')
where not exists (select from pg_database where datname = :'database') \gexec

\connect :"database"
set client_min_messages = warning;
revoke all on schema public from public;

-- where the server has pgvector; its types and operators are for everyone
select unnest(array[
  'create schema if not exists extensions',
  'grant usage on schema extensions to public',
  'create extension vector schema extensions'])
where exists (select from pg_available_extensions where name = 'vector')
  and not exists (select from pg_extension where extname = 'vector') \gexec

select :'schema' || '_owner' as owner, :'schema' || '_app' as app \gset

select format('create role %I', role)
from unnest(array[:'owner', :'app']) as role
where not exists (select from pg_roles where rolname = role) \gexec
alter role :"owner" with login nosuperuser nobypassrls password :'owner_password';
alter role :"app" with login nosuperuser nobypassrls password :'app_password';

grant connect on database :"database" to :"owner", :"app";
create schema if not exists :"schema" authorization :"owner";
grant usage on schema :"schema" to :"app";
alter role :"owner" set search_path to :"schema";
alter role :"app" set search_path to :"schema";
alter default privileges for role :"owner" in schema :"schema" grant select, insert, update, delete on tables to :"app";
alter default privileges for role :"owner" in schema :"schema" grant usage, select on sequences to :"app";
