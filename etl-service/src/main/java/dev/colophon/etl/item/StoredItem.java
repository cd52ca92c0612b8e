package dev.colophon.etl.item;

import java.util.UUID;

/** What is known of an item before it is captured again. */
record StoredItem(UUID id, long version, int parts, String contentHash, boolean removed) {}
