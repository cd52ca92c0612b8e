-- A function in SQL is planned at every call, in PL/pgSQL once a connection; four calls were a third of an admission. Without
-- limits there is nothing to look for.
create or replace function least_limit(limits jsonb, of_kind text, of_project uuid, of_period text) returns numeric
language plpgsql immutable strict as $$
begin
    return (select min((l ->> 'amount')::numeric) from jsonb_array_elements(limits) as l
             where l ->> 'kind' = of_kind and l ->> 'period' = of_period
               and coalesce((l ->> 'project_id')::uuid, '00000000-0000-0000-0000-000000000000') = of_project);
end
$$;
