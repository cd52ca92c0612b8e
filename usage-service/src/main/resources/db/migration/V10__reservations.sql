-- Reservations are the write-ahead record of paid attempts: one an attempt, by the attempt's own id. Amounts are USD.
create table reservation (
    id                uuid          primary key,
    client_id         uuid          not null,
    state             text          not null check (state in ('open', 'released', 'settled', 'expired')),
    call_id           uuid,
    operation         text,
    project_id        uuid,
    integration_id    uuid,
    provider          text,
    model             text,
    input_tokens      bigint,
    max_output_tokens bigint,
    estimated_output  bigint,
    estimated_cost    numeric(20,10),
    warnings          text[]        not null default '{}',
    reserved_at       timestamptz   not null,
    expires_at        timestamptz   not null,
    ended_at          timestamptz,
    check ((state = 'open') = (ended_at is null))
);
comment on column reservation.estimated_cost is 'null where no price is known and the policy only flags that';
create index reservation_of_client on reservation (client_id, reserved_at) where state = 'open';

alter table reservation enable row level security;
create policy reservation_of_client on reservation
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- Ids alone, so that expired leases are found across clients without looking past row level security.
create table reservation_lease (
    reservation_id uuid        primary key,
    account        uuid        not null,
    expires_at     timestamptz not null
);
create index reservation_lease_due on reservation_lease (expires_at);

-- What counts against limits, a row a scope and period. A period has its own row, so nothing is ever reset.
create table budget_window (
    client_id    uuid           not null,
    scope        text           not null check (scope in ('client', 'project')),
    project_id   uuid           not null,
    period       text           not null check (period in ('day', 'month')),
    window_start date           not null,
    spent        numeric(20,10) not null default 0,
    unconfirmed  numeric(20,10) not null default 0,
    reserved     numeric(20,10) not null default 0,
    state        text           not null default 'ok' check (state in ('ok', 'soft_exceeded', 'exhausted')),
    primary key (client_id, scope, project_id, period, window_start),
    check ((scope = 'client') = (project_id = '00000000-0000-0000-0000-000000000000'))
);
comment on column budget_window.project_id is 'zero for the client as a whole';

alter table budget_window enable row level security;
create policy budget_window_of_client on budget_window
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
