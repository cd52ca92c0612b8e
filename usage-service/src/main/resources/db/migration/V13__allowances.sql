-- An allowance is what a replay may spend of a client's budget, set aside as a whole: what is left of it counts as reserved
-- for the client, on the day it was last counted for. Attempts that name the replay draw from it.
create table allowance (
    id          uuid           primary key,
    client_id   uuid           not null,
    replay_id   uuid           not null,
    state       text           not null check (state in ('open', 'closed')),
    closed_for  text           check (closed_for in ('released', 'idle')),
    amount      numeric(20,10) not null check (amount >= 0),
    spent       numeric(20,10) not null default 0,
    unconfirmed numeric(20,10) not null default 0,
    reserved    numeric(20,10) not null default 0,
    rest        numeric(20,10) generated always as
                               (case when state = 'open' then greatest(amount - spent - unconfirmed - reserved, 0) else 0 end)
                               stored,
    requested   numeric(20,10),
    counted_on  date           not null,
    opened_at   timestamptz    not null default clock_timestamp(),
    touched_at  timestamptz    not null default clock_timestamp(),
    closed_at   timestamptz,
    unique (client_id, replay_id),
    check ((state = 'open') = (closed_for is null)),
    check ((state = 'open') = (closed_at is null))
);
comment on column allowance.rest is 'counts as reserved for the client; nothing once closed, and where more was spent than set aside';
comment on column allowance.requested is 'by the attempt that was refused last; null where none was since the amount was set';
comment on column allowance.counted_on is 'whose day and month the rest counts for';

alter table allowance enable row level security;
create policy allowance_of_client on allowance
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- Ids alone, so that open ones are found across clients without looking past row level security.
create table allowance_open (
    allowance_id uuid primary key,
    account      uuid not null
);

alter table reservation
    add column replay_id    uuid,
    add column allowance_id uuid;
comment on column reservation.allowance_id is 'what it draws from; null where it is paid for out of the windows alone';
create index reservation_of_allowance on reservation (allowance_id) where allowance_id is not null;

alter table usage_record add column replay_id uuid;
alter table usage_record_rebuilt add column replay_id uuid;
create index usage_record_of_replay on usage_record (client_id, replay_id, occurred_at desc) where replay_id is not null;

-- Rows are locked in one order everywhere: allowances by id, then windows by project and period.
create function count_reserved(of_client uuid, on_day date, amount numeric) returns void
language sql as $$
    insert into budget_window as w (client_id, scope, project_id, period, window_start, reserved)
    select of_client, 'client', '00000000-0000-0000-0000-000000000000', p.period, p.window_start, amount
      from (values ('day', on_day), ('month', date_trunc('month', on_day)::date)) as p(period, window_start)
     where amount <> 0 order by p.period
    on conflict (client_id, scope, project_id, period, window_start) do update
       set reserved = w.reserved + excluded.reserved
$$;

-- What is left of yesterday's allowances is today's: it leaves the day, and the month, that are over.
create function carry_allowances(of_client uuid, today date) returns void
language sql as $$
    with carried as (
        select id, rest, counted_on from allowance
         where client_id = of_client and state = 'open' and counted_on < today order by id for update
    ), moved as (
        update allowance a set counted_on = today from carried c where a.id = c.id
    )
    insert into budget_window as w (client_id, scope, project_id, period, window_start, reserved)
    select of_client, 'client', '00000000-0000-0000-0000-000000000000', p.period, p.window_start, sum(p.amount)
      from carried c
     cross join lateral (values ('day', c.counted_on, -c.rest), ('day', today, c.rest),
                                ('month', date_trunc('month', c.counted_on)::date, -c.rest),
                                ('month', date_trunc('month', today)::date, c.rest)) as p(period, window_start, amount)
     group by p.period, p.window_start having sum(p.amount) <> 0 order by p.period, p.window_start
    on conflict (client_id, scope, project_id, period, window_start) do update
       set reserved = w.reserved + excluded.reserved
$$;

-- Sets an amount aside, or changes it; what is more than before must fit below the client's hard limits.
create function set_aside(asked_id uuid, of_client uuid, of_replay uuid, asked_amount numeric, asked_on date)
    returns admission
language plpgsql as $$
declare
    nobody   constant uuid := '00000000-0000-0000-0000-000000000000';
    fund     allowance;
    today    date := asked_on;
    more     numeric;
    limits   jsonb;
    counted  record;
    standing budget_window;
    hard     numeric;
begin
    perform set_config('app.client_id', of_client::text, true);
    perform pg_advisory_xact_lock(hashtext('allowance'), hashtext(asked_id::text));
    perform from allowance where client_id = of_client and (id = asked_id or state = 'open' and counted_on < today)
      order by id for update;
    perform carry_allowances(of_client, today);
    select * into fund from allowance where id = asked_id;
    if fund.state = 'open' then
        today := greatest(today, fund.counted_on);
    end if;

    more := greatest(asked_amount - coalesce(fund.spent + fund.unconfirmed + fund.reserved, 0), 0)
            - coalesce(fund.rest, 0);
    if more > 0 then
        select document -> 'limits' into limits from client_setting
         where client_id = of_client and kind = 'configuration/cost_limits';
        for counted in
            select * from (values ('day', today), ('month', date_trunc('month', today)::date)) as p(period, window_start)
             order by period
        loop
            insert into budget_window as w (client_id, scope, project_id, period, window_start)
            values (of_client, 'client', nobody, counted.period, counted.window_start)
            on conflict (client_id, scope, project_id, period, window_start) do update set reserved = w.reserved
            returning * into standing;
            hard := least_limit(limits, 'hard', nobody, counted.period);
            if standing.spent + standing.unconfirmed + standing.reserved + more > hard then
                return ('over_limit', null, more, null, null, 'client', counted.period, hard, standing.spent,
                        standing.unconfirmed, standing.reserved, 'block')::admission;
            end if;
        end loop;
    end if;

    insert into allowance as a (id, client_id, replay_id, state, amount, counted_on)
    values (asked_id, of_client, of_replay, 'open', asked_amount, today)
    on conflict (id) do update
       set state = 'open', closed_for = null, closed_at = null, amount = excluded.amount, counted_on = excluded.counted_on,
           requested = case when excluded.amount > a.amount then null else a.requested end,
           touched_at = clock_timestamp();
    perform count_reserved(of_client, today, more);
    insert into allowance_open (allowance_id, account) values (asked_id, of_client) on conflict do nothing;
    insert into usage_account (id) values (of_client) on conflict do nothing;
    return ('set_aside', null, null, null, null, null, null, null, null, null, null, null)::admission;
end
$$;

-- Gives back what is left; of attempts under way it takes nothing.
create function close_allowance(asked_id uuid, because text) returns boolean
language plpgsql as $$
declare
    fund allowance;
begin
    select * into fund from allowance where id = asked_id for update;
    if fund.state is distinct from 'open' then
        update allowance set closed_for = because where id = asked_id and because = 'released';
        return false;
    end if;
    update allowance set state = 'closed', closed_for = because, closed_at = clock_timestamp() where id = asked_id;
    delete from allowance_open where allowance_id = asked_id;
    perform count_reserved(fund.client_id, fund.counted_on, -fund.rest);
    return true;
end
$$;

-- Attempts that are over move in their allowances; gives by how much the rest of each changed, and for which day it counts.
create function move_allowances(ids uuid[], more_spent numeric[], more_unconfirmed numeric[], more_reserved numeric[])
    returns table (day date, change numeric)
language plpgsql as $$
declare
    moved  record;
    was    allowance;
    is_now allowance;
begin
    for moved in
        select * from unnest(ids, more_spent, more_unconfirmed, more_reserved) as m(id, spent, unconfirmed, reserved)
         order by m.id
    loop
        select * into was from allowance a where a.id = moved.id for update;
        if found then
            update allowance a
               set spent = a.spent + moved.spent, unconfirmed = a.unconfirmed + moved.unconfirmed,
                   reserved = a.reserved + moved.reserved, touched_at = clock_timestamp()
             where a.id = moved.id returning * into is_now;
            day := is_now.counted_on;
            change := is_now.rest - was.rest;
            return next;
        end if;
    end loop;
end
$$;

-- As before; an attempt for a replay that has an allowance takes from that what it would take from its client's limits.
-- Those of its project hold for it all the same. A replay whose allowance was given back is paid for like live work.
create or replace function admit(asked reservation, lease interval) returns admission
language plpgsql as $$
declare
    answer   admission;
    made     reservation := asked;
    cost     constant numeric := coalesce(asked.estimated_cost, 0);
    today    date := (asked.reserved_at at time zone 'UTC')::date;
    month    date;
    nobody   constant uuid := '00000000-0000-0000-0000-000000000000';
    fund     allowance;
    limits   jsonb;
    policies jsonb;
    counted  record;
    standing budget_window;
    hard     numeric;
    soft     numeric;
begin
    perform set_config('app.client_id', asked.client_id::text, true);
    answer := known_reservation(asked.id);
    if answer.outcome is not null then
        return answer;
    end if;

    select document into policies from client_setting
     where client_id = asked.client_id and kind = 'configuration/policies';
    if asked.estimated_cost is null and policies ->> 'unknown_price' = 'refuse' then
        answer.outcome := 'unknown_price';
        return answer;
    end if;

    if asked.allowance_id is not null then
        if exists (select from allowance where id = asked.allowance_id and state = 'open' and counted_on < today) then
            perform carry_allowances(asked.client_id, today);
        end if;
        select * into fund from allowance
         where id = asked.allowance_id and closed_for is distinct from 'released' for update;
        if cost > 0 and (fund.state = 'closed' or fund.spent + fund.unconfirmed + fund.reserved + cost > fund.amount) then
            update allowance set requested = cost, touched_at = clock_timestamp() where id = fund.id;
            return ('over_limit', null, null, null, null, 'replay', null, fund.amount, fund.spent, fund.unconfirmed,
                    fund.reserved, 'block')::admission;
        end if;
        made.allowance_id := fund.id;
        -- of two instances at midnight one is in the new day already: the attempt counts where its allowance does
        if fund.state = 'open' and fund.counted_on > today then
            today := fund.counted_on;
            made.reserved_at := today::timestamp at time zone 'UTC';
        end if;
    end if;

    month := date_trunc('month', today)::date;
    made.warnings := '{}';
    if cost > 0 then
        select document -> 'limits' into limits from client_setting
         where client_id = asked.client_id and kind = 'configuration/cost_limits';
        for counted in
            select s.scope, s.project_id, p.period, p.window_start
              from (values ('client', nobody), ('project', asked.project_id)) as s(scope, project_id)
             cross join (values ('day', today), ('month', month)) as p(period, window_start)
             where s.project_id is not null and (fund.id is null or s.scope = 'project') order by s.project_id, p.period
        loop
            select * into standing from budget_window w
             where w.client_id = asked.client_id and w.scope = counted.scope and w.project_id = counted.project_id
               and w.period = counted.period and w.window_start = counted.window_start for update;
            if not found then
                -- the first attempt of a day: what is set aside counts for it from now on
                if counted.scope = 'client' and counted.period = 'day' then
                    perform carry_allowances(asked.client_id, today);
                end if;
                insert into budget_window as w (client_id, scope, project_id, period, window_start)
                values (asked.client_id, counted.scope, counted.project_id, counted.period, counted.window_start)
                on conflict (client_id, scope, project_id, period, window_start) do update set reserved = w.reserved
                returning * into standing;
            end if;
            hard := least_limit(limits, 'hard', counted.project_id, counted.period);
            if standing.spent + standing.unconfirmed + standing.reserved + cost > hard then
                return ('over_limit', null, null, null, null, counted.scope, counted.period, hard, standing.spent,
                        standing.unconfirmed, standing.reserved,
                        case when asked.replay_id is null then coalesce(policies ->> 'on_limit', 'block') else 'block' end
                       )::admission;
            end if;
            soft := least_limit(limits, 'soft', counted.project_id, counted.period);
            if standing.spent + standing.unconfirmed + standing.reserved + cost > soft then
                made.warnings := made.warnings || format(
                    'over the soft limit of the %s for the %s: limit %s, spent %s, reserved %s', counted.scope,
                    counted.period, soft, standing.spent + standing.unconfirmed, standing.reserved + cost);
            end if;
        end loop;
    end if;

    made.state := 'open';
    made.expires_at := clock_timestamp() + lease;
    insert into reservation select made.* on conflict (id) do nothing;
    if not found then
        return known_reservation(asked.id);
    end if;
    insert into reservation_lease (reservation_id, account, expires_at) values (made.id, made.client_id, made.expires_at);
    insert into usage_account (id) values (made.client_id) on conflict do nothing;
    if fund.id is not null then
        update allowance set reserved = reserved + cost, touched_at = clock_timestamp() where id = fund.id;
    end if;
    if cost > 0 then
        -- in its client's windows an attempt holds what its allowance held there for it
        update budget_window set reserved = reserved + cost
         where client_id = asked.client_id and project_id in (case when fund.id is null then nobody end, asked.project_id)
           and (period = 'day' and window_start = today or period = 'month' and window_start = month);
    end if;
    return ('admitted', made.state, made.estimated_cost, made.expires_at, made.warnings, null, null, null, null, null,
            null, null)::admission;
end
$$;
