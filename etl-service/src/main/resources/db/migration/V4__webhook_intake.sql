-- A delivery is taken in by two statements that name their client themselves: whoever sends it waits, and every further trip
-- to the database is as long as all others that are under way make it.

-- What must be known of a source to take in what it tells; nothing where there is none of that type.
create function webhook_endpoint(of_source uuid, of_type text)
    returns table (client_id uuid, paused boolean, credentials text)
language plpgsql as $$
declare
    owner uuid;
begin
    select o.client_id into owner from source_owner o where o.source_id = of_source and o.type = of_type;
    -- nobody has no sources, and looking for them takes as long as looking for somebody's
    perform set_config('app.client_id', coalesce(owner, '00000000-0000-0000-0000-000000000000')::text, true);
    return query select s.client_id, s.paused, s.credentials from source s where s.id = of_source;
end
$$;

-- Keeps a delivery together with the events that tell of it; false where it came before.
create function take_delivery(
    new_id uuid, of_client uuid, of_source uuid, senders_id text, its_headers jsonb, its_body bytea, at timestamptz,
    events jsonb) returns boolean
language plpgsql as $$
begin
    perform set_config('app.client_id', of_client::text, true);
    insert into webhook_delivery (id, client_id, source_id, delivery_id, headers, body, status, received_at)
    values (new_id, of_client, of_source, senders_id, its_headers, its_body, 'received', at)
    on conflict do nothing;
    if not found then
        return false;
    end if;
    perform outbox_append(of_client, events);
    return true;
end
$$;
