-- Replays: ids, numbers and who asked, no content; operators act across clients, therefore under no row level security.
create table replay (
    id               uuid        primary key,
    topic            text        not null,
    status           text        not null check (status in
                         ('estimating', 'estimated', 'running', 'paused', 'completed', 'cancelled', 'failed')),
    phase            text        not null check (phase in ('estimate', 'price', 'run')),
    request          jsonb       not null,
    dry_run          boolean     not null,
    requested_by     text        not null,
    max_per_second   integer,
    max_cost         numeric,
    pause            jsonb,
    estimate         jsonb,
    events_read      bigint      not null default 0,
    events_matched   bigint      not null default 0,
    events_unchanged bigint      not null default 0,
    events_failed    bigint      not null default 0,
    busy_ms          bigint      not null default 0, -- spent on the present pass over the range
    spent            numeric     not null default 0,
    error            text,
    created_at       timestamptz not null default clock_timestamp(),
    started_at       timestamptz,
    updated_at       timestamptz not null default clock_timestamp(),
    finished_at      timestamptz
);
create index replay_unfinished on replay (status) where status in ('estimating', 'running', 'paused');

-- What is replayed, fixed at the start, and how far it is: moved in the transaction of the effect.
create table replay_partition (
    replay_id   uuid    not null references replay on delete cascade,
    partition   integer not null,
    from_offset bigint  not null,
    to_offset   bigint  not null,
    position    bigint  not null,
    primary key (replay_id, partition)
);

-- What a replay has come upon already, where each is worked once.
create table replay_subject (
    replay_id  uuid not null references replay on delete cascade,
    subject_id uuid not null,
    primary key (replay_id, subject_id)
);

create table replay_call (
    replay_id         uuid    not null references replay on delete cascade,
    client_id         uuid    not null,
    operation         text    not null,
    provider          text    not null,
    model             text    not null,
    integration_id    uuid,
    max_output_tokens bigint,
    texts             bigint  not null,
    cached_texts      bigint  not null,
    input_tokens      bigint  not null,
    unique nulls not distinct (replay_id, client_id, operation, provider, model, integration_id, max_output_tokens)
);

-- Money set aside, a client's share of the cap each.
create table replay_allowance (
    replay_id  uuid    not null references replay on delete cascade,
    client_id  uuid    not null,
    amount     numeric not null,
    given_back boolean not null default false,
    primary key (replay_id, client_id)
);

create table replay_failure (
    replay_id   uuid        not null references replay on delete cascade,
    partition   integer     not null,
    record_offset bigint    not null,
    error_class text        not null,
    error       text        not null,
    failed_at   timestamptz not null default clock_timestamp(),
    primary key (replay_id, partition, record_offset)
);

create table replay_audit (
    seq       bigint generated always as identity primary key,
    replay_id uuid        not null references replay on delete cascade,
    actor     text        not null,
    action    text        not null,
    detail    jsonb       not null,
    at        timestamptz not null default clock_timestamp()
);
create index replay_audit_of on replay_audit (replay_id, seq);
