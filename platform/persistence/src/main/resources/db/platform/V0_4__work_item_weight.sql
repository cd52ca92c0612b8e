-- How much an item takes of what a claim may fill, in the queue's own unit.
alter table work_item add column weight integer not null default 1;
