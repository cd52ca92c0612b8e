-- Whom metadata was asked of: provider and model, as asked; null for what was written before this was kept.
alter table project_metadata add column asked_of text;
-- The replay that wants metadata written anew though nothing has changed.
alter table project_metadata add column anew_for uuid;
-- Why a generation failed goes when there is metadata: what a replay leaves as it was is failed while there is a reason.
update project_metadata set failure_reason = null, failure_detail = null where status = 'generated';

-- Jobs look over all clients. The owner is not under the policies, so these functions may; all they tell is ids.

-- Projects that say something, are to have metadata by themselves, and have none.
create function projects_without_metadata(after_id uuid, most int) returns table (client_id uuid, project_id uuid)
    language sql stable security definer
begin atomic
    select m.client_id, m.project_id
      from project_metadata m join project p on p.id = m.project_id
     where m.project_id > after_id and m.meta is null and m.status in ('none', 'failed') and p.auto_metadata
       and (p.description is not null or p.content is not null
            or exists (select from item_excerpt e where e.project_id = m.project_id and not e.removed))
     order by m.project_id limit most;
end;
create index project_metadata_lacking on project_metadata (project_id) where meta is null;

-- Projects that wait for a worker, or are said to be with one, though no work is there.
create function projects_without_work() returns table (client_id uuid, project_id uuid)
    language sql stable security definer
begin atomic
    select m.client_id, m.project_id
      from project_metadata m
     where m.status in ('queued', 'in_progress')
       and not exists (select from work_item w
                        where w.queue = 'metadata' and w.subject_id = m.project_id and w.state <> 'failed')
     order by m.project_id;
end;
create index project_metadata_under_way on project_metadata (project_id) where status in ('queued', 'in_progress');

-- Work about projects that are gone.
create function work_without_project() returns table (queue text, subject_id uuid)
    language sql stable security definer
begin atomic
    select w.queue, w.subject_id
      from work_item w
     where w.queue in ('metadata', 'metadata-refresh')
       and not exists (select from project p where p.id = w.subject_id);
end;

-- Results that are past their time, or whose client has no project any more; gives how many were removed.
create function remove_outdated_results(until timestamptz) returns bigint
    language sql volatile security definer
begin atomic
    with gone as (
        delete from result_cache r where r.expires_at <= until returning 1
    )
    select count(*) from gone;
end;
create function remove_orphaned_results() returns bigint
    language sql volatile security definer
begin atomic
    with gone as (
        delete from result_cache r
         where not exists (select from project p where p.client_id = r.client_id) returning 1
    )
    select count(*) from gone;
end;
