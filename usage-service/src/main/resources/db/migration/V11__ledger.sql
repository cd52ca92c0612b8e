-- The ledger is a projection of the usage topic; a cost that was corrected stands as it was, beside its adjustments.
alter table usage_record
    add column integration_id      uuid,
    add column cached_input_tokens bigint,
    add column estimated           boolean     not null default false,
    add column price_version       text,
    add column adjustment          numeric(20,10),
    add column counted_at          timestamptz;
update usage_record set counted_at = occurred_at;
alter table usage_record alter column counted_at set not null;
comment on column usage_record.adjustment is 'sum of usage_adjustment; null where there is none';
comment on column usage_record.counted_at is 'decides for which day and month it counts: when it was reserved, else when it happened';

alter table usage_record drop constraint usage_record_cost_status_check;
alter table usage_record drop constraint usage_record_check;
alter table usage_record
    add constraint usage_record_status check
        (cost_status in ('free', 'priced', 'unknown', 'not_billed', 'unconfirmed')),
    add constraint usage_record_cost check
        (case when cost_status = 'unknown' then cost is null else cost is not null or cost_status = 'unconfirmed' end);
create index usage_record_of_provider_call on usage_record (client_id, provider_call_id) where provider_call_id is not null;
create index usage_record_outputs on usage_record (client_id, operation, model, occurred_at desc)
    where outcome = 'succeeded' and output_tokens is not null and not cache_hit;

create table usage_adjustment (
    id                 uuid           primary key,
    client_id          uuid           not null,
    attempt_id         uuid           not null,
    amount             numeric(20,10) not null,
    cost_before        numeric(20,10),
    cost_after         numeric(20,10) not null,
    reason             text           not null,
    price_list_version text,
    adjusted_at        timestamptz    not null,
    recorded_at        timestamptz    not null default clock_timestamp()
);
create index usage_adjustment_of_attempt on usage_adjustment (client_id, attempt_id);
alter table usage_adjustment enable row level security;
create policy usage_adjustment_of_client on usage_adjustment
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

create table usage_daily (
    client_id     uuid           not null,
    day           date           not null,
    project_id    uuid           not null,
    provider      text           not null,
    model         text           not null,
    operation     text           not null,
    requests      bigint         not null,
    texts         bigint         not null,
    tokens        bigint         not null,
    cache_hits    bigint         not null,
    unknown       bigint         not null,
    unconfirmed   bigint         not null,
    cost          numeric(24,10) not null,
    unconfirmed_cost numeric(24,10) not null,
    adjustments   numeric(24,10) not null,
    primary key (client_id, day, project_id, provider, model, operation)
);
comment on column usage_daily.project_id is 'zero for calls that belong to no project';
comment on column usage_daily.cost is 'confirmed, without adjustments';
alter table usage_daily enable row level security;
create policy usage_daily_of_client on usage_daily
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- Everyone who has an account here: ids alone.
create table usage_account (
    id uuid primary key
);
-- The migration sees every row: the owner of a table is not under its policies.
insert into usage_account select distinct client_id from usage_record;
insert into usage_daily
select client_id, (occurred_at at time zone 'UTC')::date, coalesce(project_id, '00000000-0000-0000-0000-000000000000'),
       provider, model, operation, count(*), sum(input_count), coalesce(sum(total_tokens), 0),
       count(*) filter (where cache_hit), count(*) filter (where cost_status = 'unknown'), 0, coalesce(sum(cost), 0), 0, 0
  from usage_record group by 1, 2, 3, 4, 5, 6;
insert into budget_window (client_id, scope, project_id, period, window_start, spent)
select client_id, w.scope, w.project_id, p.period,
       date_trunc(p.period, occurred_at at time zone 'UTC')::date, coalesce(sum(cost), 0)
  from usage_record
 cross join (values ('day'), ('month')) as p(period)
 cross join lateral (select 'client' as scope, '00000000-0000-0000-0000-000000000000'::uuid as project_id
                     union all select 'project', r.project_id from (select usage_record.project_id) as r
                      where r.project_id is not null) as w
 group by 1, 2, 3, 4, 5;

-- A rebuild reads the topic into these, and swaps them in client by client.
create table usage_record_rebuilt (like usage_record including defaults including generated);
alter table usage_record_rebuilt add primary key (attempt_id);
create index usage_record_rebuilt_of_client on usage_record_rebuilt (client_id);
alter table usage_record_rebuilt enable row level security;
create policy usage_record_rebuilt_of_client on usage_record_rebuilt
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
create table usage_adjustment_rebuilt (like usage_adjustment including defaults);
alter table usage_adjustment_rebuilt add primary key (id);
create index usage_adjustment_rebuilt_of_client on usage_adjustment_rebuilt (client_id);
alter table usage_adjustment_rebuilt enable row level security;
create policy usage_adjustment_rebuilt_of_client on usage_adjustment_rebuilt
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

create table usage_rebuild (
    id          uuid        primary key,
    state       text        not null check (state in ('running', 'completed', 'failed')),
    events      bigint      not null,
    events_done bigint      not null,
    accounts    bigint,
    records     bigint,
    corrected   bigint,
    started_at  timestamptz not null,
    started_by  text        not null,
    finished_at timestamptz,
    error       text
);
