-- The version that a source gives, beside the one that is published: late content raises only the latter. Nothing where
-- they are the same since before there were two.
alter table item add column source_version bigint;
