-- When each job is due next; by the database's clock, whoever runs it.
create table job_schedule (
    job             text        primary key,
    schedule        text        not null,
    due_at          timestamptz,          -- null: only when it is asked for
    requested_at    timestamptz,          -- somebody wants it run now
    requested_by    text,
    failures        integer     not null default 0, -- in a row
    last_success_at timestamptz,
    created_at      timestamptz not null default clock_timestamp()
);
-- What jobs did: figures and names, no client's data.
create table job_run (
    id           uuid        primary key,
    job          text        not null,
    instance     text        not null,
    requested_by text,
    due_at       timestamptz,
    started_at   timestamptz not null,
    finished_at  timestamptz,
    outcome      text check (outcome in ('succeeded', 'failed', 'skipped')),
    result       jsonb       not null default '{}',
    error        text
);
create index job_run_newest on job_run (job, started_at desc, id desc);
