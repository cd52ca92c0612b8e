-- The ledger: one row an attempt at an AI call. Null tokens and a null cost are unknown, which is not zero.
create table usage_record (
    attempt_id       uuid           primary key,
    client_id        uuid           not null,
    call_id          uuid           not null,
    attempt          integer        not null,
    event_id         uuid           not null,
    reservation_id   uuid,
    project_id       uuid,
    item_id          uuid,
    operation        text           not null,
    provider         text           not null,
    model            text           not null,
    provider_call_id text,
    input_count      integer        not null,
    input_tokens     bigint,
    output_tokens    bigint,
    total_tokens     bigint         generated always as
                                    (case when input_tokens is null and output_tokens is null then null
                                          else coalesce(input_tokens, 0) + coalesce(output_tokens, 0) end) stored,
    cost             numeric(20,10),
    cost_status      text           not null check (cost_status in ('free', 'priced', 'unknown')),
    cache_hit        boolean        not null,
    outcome          text           not null,
    duration_ms      bigint         not null,
    occurred_at      timestamptz    not null,
    recorded_at      timestamptz    not null default clock_timestamp(),
    trace_id         text,
    request_metadata jsonb          not null default '{}',
    check ((cost is null) = (cost_status = 'unknown'))
);
create index usage_record_of_client on usage_record (client_id, occurred_at desc, attempt_id desc);
create index usage_record_of_project on usage_record (client_id, project_id, occurred_at desc) where project_id is not null;
create index usage_record_of_call on usage_record (client_id, call_id);

alter table usage_record enable row level security;
create policy usage_record_of_client on usage_record
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
