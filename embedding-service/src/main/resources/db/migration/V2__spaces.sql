-- Which space of vectors a client's search uses. A client without a row uses the local model's. After a change an index
-- that has not followed beyond changed_in searches the previous space, whose vectors are kept for a while.
create table client_space (
    client_id               uuid        primary key,
    provider                text        not null,
    model                   text        not null,
    revision                text        not null,
    dimensions              integer     not null,
    integration_id          uuid,
    previous_provider       text,
    previous_model          text,
    previous_revision       text,
    previous_dimensions     integer,
    previous_integration_id uuid,
    changed_in              xid8,
    changed_at              timestamptz not null default now()
);

-- A change of the space that is under way, or was. The vectors of the new space build up beside those of the old.
create table migration (
    client_id      uuid        not null,
    id             uuid        not null,
    provider       text        not null,
    model          text        not null,
    revision       text        not null,
    dimensions     integer     not null,
    integration_id uuid,
    status         text        not null check (status in ('running', 'paused', 'switched', 'cancelled', 'failed')),
    -- chunks up to here have been asked for; null when all have been
    asked_up_to    uuid                 default '00000000-0000-0000-0000-000000000000',
    last_error     text,
    -- as counted when it ended
    chunks         bigint,
    completed      bigint,
    failed         bigint,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    finished_at    timestamptz,
    primary key (client_id, id)
);
create unique index migration_under_way on migration (client_id) where status in ('running', 'paused');

alter table client_space enable row level security;
create policy client_space_of_client on client_space
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
alter table migration enable row level security;
create policy migration_of_client on migration
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- a chunk's status tells of its client's active space; which vectors it has, table embedding tells
alter table chunk drop column model;

update work_item set queue = 'embedding' where queue = 'embed';
