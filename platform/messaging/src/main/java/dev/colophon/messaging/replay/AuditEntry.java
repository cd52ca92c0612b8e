package dev.colophon.messaging.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that was done to a replay.
 *
 * @param actor who; {@code colophon} where the replay came to it by itself
 * @param action {@code requested}, {@code estimated}, {@code started}, {@code changed}, {@code paused}, {@code resumed},
 *     {@code cancelled}, {@code completed} or {@code failed}
 * @param detail what was asked for or found, why included
 */
public record AuditEntry(Instant at, String actor, String action, JsonNode detail) {}
