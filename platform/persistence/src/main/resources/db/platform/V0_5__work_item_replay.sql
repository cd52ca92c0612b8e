-- Work that a replay caused belongs to it: it can be held back, dropped and counted as a whole.
alter table work_item add column replay_id uuid;
alter table work_item drop constraint work_item_state_check;
alter table work_item add constraint work_item_state_check check (state in ('pending', 'held', 'failed'));
create index work_item_replay on work_item (replay_id, state) where replay_id is not null;
