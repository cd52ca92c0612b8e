-- Which version of the chunker cut an item, and into how many chunks: a replay cuts again what another version cut or what
-- has lost chunks. Of items that were cut before these columns came both are null: their chunks tell, because the version
-- goes into each chunk's content_hash, so that no row has to be written for it here.
alter table item add column chunker smallint, add column chunks integer;

-- The replay that had a text embedded though its vector was kept. Equal texts take that vector over within the same replay,
-- so that each different text is embedded anew once.
alter table embedding add column anew_in uuid;
