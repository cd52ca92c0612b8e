-- Reservations for attempts that are about to come. Only far from all limits, so that what waits for its attempt keeps no
-- other attempt out.
create function has_room(asked reservation, times integer) returns boolean
language plpgsql stable as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    today  constant date := (asked.reserved_at at time zone 'UTC')::date;
    month  constant date := date_trunc('month', today)::date;
    needed constant numeric := coalesce(asked.estimated_cost, 0) * times;
    limits jsonb;
begin
    select document -> 'limits' into limits from client_setting
     where client_id = asked.client_id and kind = 'configuration/cost_limits';
    return not exists (
        select from (values ('client', nobody), ('project', asked.project_id)) as s(scope, project_id)
          cross join (values ('day', today), ('month', month)) as p(period, window_start)
          cross join (values ('hard'), ('soft')) as k(kind)
          left join budget_window w on w.client_id = asked.client_id and w.scope = s.scope and w.project_id = s.project_id
               and w.period = p.period and w.window_start = p.window_start
         where s.project_id is not null
           and coalesce(w.spent + w.unconfirmed + w.reserved, 0) + needed > least_limit(limits, k.kind, s.project_id, p.period));
end
$$;

-- As many as there are ids, each as admit makes it, or none; in one transaction, which names its client itself. Under limits
-- there has to be room for a number of times of what is asked.
create function admit_ahead(asked reservation, ids uuid[], lease interval, times integer) returns uuid[]
language plpgsql as $$
declare
    made     reservation := asked;
    answer   admission;
    admitted uuid[] := '{}';
    id       uuid;
begin
    perform set_config('app.client_id', asked.client_id::text, true);
    if not has_room(asked, times * cardinality(ids)) then
        return admitted;
    end if;
    foreach id in array ids loop
        made.id := id;
        made.call_id := id;
        answer := admit(made, lease);
        exit when answer.outcome <> 'admitted';
        admitted := admitted || id;
    end loop;
    return admitted;
end
$$;
