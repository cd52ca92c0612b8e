-- What was asked to be embedded again, or at last.
create table backfill (
    client_id    uuid        not null,
    id           uuid        not null,
    project_id   uuid,
    item_id      uuid,
    filter       text        check (filter in ('failed', 'pending', 'missing')),
    batch_size   integer     not null,
    status       text        not null check (status in ('running', 'paused', 'completed', 'cancelled', 'failed')),
    -- chunks up to here have been asked for; null when all have been
    asked_up_to  uuid                 default '00000000-0000-0000-0000-000000000000',
    chunks       bigint      not null,
    completed    bigint      not null default 0,
    failed       bigint      not null default 0,
    last_error   text,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    finished_at  timestamptz,
    primary key (client_id, id)
);

-- Which chunks a backfill under way has asked for.
create table backfill_chunk (
    client_id    uuid        not null,
    backfill_id  uuid        not null,
    chunk_id     uuid        not null,
    primary key (client_id, backfill_id, chunk_id)
);

alter table backfill enable row level security;
create policy backfill_of_client on backfill using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
alter table backfill_chunk enable row level security;
create policy backfill_chunk_of_client on backfill_chunk
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
