-- One statement an admission: the rows of its limits are locked for no longer than it takes to add to them.
create type admission as (
    outcome        text,
    state          text,
    estimated_cost numeric,
    expires_at     timestamptz,
    warnings       text[],
    scope          text,
    period         text,
    limit_amount   numeric,
    spent          numeric,
    unconfirmed    numeric,
    reserved       numeric,
    on_limit       text
);

create function least_limit(limits jsonb, of_kind text, of_project uuid, of_period text) returns numeric
language sql immutable as $$
    select min((l ->> 'amount')::numeric) from jsonb_array_elements(limits) as l
     where l ->> 'kind' = of_kind and l ->> 'period' = of_period
       and coalesce((l ->> 'project_id')::uuid, '00000000-0000-0000-0000-000000000000') = of_project
$$;

create function known_reservation(reservation_id uuid) returns admission
language plpgsql as $$
declare
    answer admission;
begin
    select 'known', state, estimated_cost, expires_at, warnings
      into answer.outcome, answer.state, answer.estimated_cost, answer.expires_at, answer.warnings
      from reservation where id = reservation_id;
    return answer;
end
$$;

-- Reserves what is asked below all limits of its client, or nothing. Rows are locked by project and period: whoever
-- locks several keeps to that order.
create function admit(asked reservation, lease interval) returns admission
language plpgsql as $$
declare
    answer   admission;
    made     reservation := asked;
    cost     constant numeric := coalesce(asked.estimated_cost, 0);
    today    constant date := (asked.reserved_at at time zone 'UTC')::date;
    month    constant date := date_trunc('month', today)::date;
    nobody   constant uuid := '00000000-0000-0000-0000-000000000000';
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

    made.warnings := '{}';
    if cost > 0 then
        select document -> 'limits' into limits from client_setting
         where client_id = asked.client_id and kind = 'configuration/cost_limits';
        for counted in
            select s.scope, s.project_id, p.period, p.window_start
              from (values ('client', nobody), ('project', asked.project_id)) as s(scope, project_id)
             cross join (values ('day', today), ('month', month)) as p(period, window_start)
             where s.project_id is not null order by s.project_id, p.period
        loop
            select * into standing from budget_window w
             where w.client_id = asked.client_id and w.scope = counted.scope and w.project_id = counted.project_id
               and w.period = counted.period and w.window_start = counted.window_start for update;
            if not found then
                insert into budget_window as w (client_id, scope, project_id, period, window_start)
                values (asked.client_id, counted.scope, counted.project_id, counted.period, counted.window_start)
                on conflict (client_id, scope, project_id, period, window_start) do update set reserved = w.reserved
                returning * into standing;
            end if;
            hard := least_limit(limits, 'hard', counted.project_id, counted.period);
            if standing.spent + standing.unconfirmed + standing.reserved + cost > hard then
                return ('over_limit', null, null, null, null, counted.scope, counted.period, hard, standing.spent,
                        standing.unconfirmed, standing.reserved, coalesce(policies ->> 'on_limit', 'block'))::admission;
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
    if cost > 0 then
        update budget_window set reserved = reserved + cost
         where client_id = asked.client_id and project_id in (nobody, asked.project_id)
           and (period = 'day' and window_start = today or period = 'month' and window_start = month);
    end if;
    return ('admitted', made.state, made.estimated_cost, made.expires_at, made.warnings, null, null, null, null, null,
            null, null)::admission;
end
$$;
