package dev.colophon.ops.broker;

import java.util.List;

/**
 * The topics of this installation.
 *
 * @param complete false where the broker did not tell everything in time
 * @param missing what it did not tell
 */
public record TopicsView(List<TopicStanding> items, boolean complete, List<String> missing) {}
