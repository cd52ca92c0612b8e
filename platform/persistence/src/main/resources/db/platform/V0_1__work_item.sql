-- What is to be done: ids only, claimed across clients, therefore under no row level security.
create table work_item (
    id           uuid        primary key,
    queue        text        not null,
    client_id    uuid        not null,
    subject_id   uuid        not null,
    state        text        not null default 'pending' check (state in ('pending', 'failed')),
    priority     smallint    not null default 0,
    due_at       timestamptz not null,
    attempts     integer     not null default 0,
    lease_token  uuid,
    last_error   text,
    traceparent  text,
    created_at   timestamptz not null,
    unique (queue, subject_id)
);
-- due_at doubles as the lease: a claimed row is due again when its lease has passed
create index work_item_due on work_item (queue, client_id, priority, due_at) where state = 'pending';
