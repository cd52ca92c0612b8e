-- Sources of every type, with sealed credentials, schedules of two kinds and a pause.
alter table source drop constraint source_type_check;
alter table source add column credentials   text; -- sealed
alter table source add column schedule_cron text;
alter table source add column schedule_zone text;
alter table source add column paused        boolean not null default false;
update source set cursor = jsonb_build_object('heads', cursor) where cursor <> '{}';

-- Whose a source is: for webhooks, which come without a client, and for chores that go over all clients.
create table source_owner (
    source_id uuid primary key references source (id) on delete cascade,
    client_id uuid not null,
    type      text not null
);
insert into source_owner select id, client_id, type from source;

alter table sync_run drop constraint sync_run_status_check;
alter table sync_run add constraint sync_run_status_check
    check (status in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'));
alter table sync_run add column checkpoint    jsonb   not null default '{}'; -- where the connector goes on
alter table sync_run add column cursor_before jsonb;
alter table sync_run add column cursor_after  jsonb;
alter table sync_run add column waits         jsonb   not null default '[]';
alter table sync_run add column failures      integer not null default 0; -- in a row, without anything captured between
update sync_run set checkpoint = jsonb_build_object('heads', heads, 'position', position) where heads is not null;
alter table sync_run drop column heads, drop column position;
drop index sync_run_one_at_a_time;
create unique index sync_run_one_at_a_time on sync_run (source_id) where status in ('queued', 'running', 'waiting');

-- What a run has met, so that it knows at its end what is gone.
create table run_seen (
    run_id      uuid not null references sync_run (id) on delete cascade,
    client_id   uuid not null,
    kind        text not null,
    external_id text not null,
    primary key (run_id, kind, external_id)
);

create table run_error (
    id          uuid        primary key,
    client_id   uuid        not null,
    run_id      uuid        not null references sync_run (id) on delete cascade,
    external_id text        not null,
    url         text,
    message     text        not null,
    created_at  timestamptz not null default clock_timestamp(),
    unique (run_id, external_id)
);

create table webhook_delivery (
    id          uuid        primary key,
    client_id   uuid        not null,
    source_id   uuid        not null references source (id) on delete cascade,
    delivery_id text        not null, -- the sender's
    headers     jsonb       not null,
    body        bytea       not null, -- gzip
    status      text        not null check (status in ('received', 'handled', 'failed')),
    error       text,
    received_at timestamptz not null default clock_timestamp(),
    handled_at  timestamptz,
    unique (source_id, delivery_id)
);
create index webhook_delivery_by_age on webhook_delivery (client_id, received_at);

alter table run_seen enable row level security;
alter table run_error enable row level security;
alter table webhook_delivery enable row level security;
create policy run_seen_of_client on run_seen using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
create policy run_error_of_client on run_error using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
create policy webhook_delivery_of_client on webhook_delivery using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
