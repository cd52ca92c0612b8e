-- Adds events of one client, given as rows of the outbox, in their order. It names the client itself: a statement that calls
-- it needs no transaction around it.
create function outbox_append(of_client uuid, events jsonb) returns void
language plpgsql as $$
begin
    perform set_config('app.client_id', of_client::text, true);
    insert into outbox (id, client_id, aggregatetype, aggregateid, type, payload, headers)
    select id, client_id, aggregatetype, aggregateid, type, payload, headers
      from jsonb_populate_recordset(null::outbox, events) with ordinality
     order by ordinality;
end
$$;
