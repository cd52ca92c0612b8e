package dev.colophon.etl.item;

import java.util.UUID;

/**
 * What is known of an item before it is captured again.
 *
 * @param version that it was last published in
 * @param sourceVersion that its source counted it in then
 */
record StoredItem(UUID id, long version, long sourceVersion, int parts, String contentHash, boolean removed) {}
