package dev.colophon.messaging.replay;

import java.time.Instant;

/** A record that a replay passed over, because it cannot be read or its handler fails. */
public record ReplayFailure(int partition, long offset, String errorClass, String error, Instant failedAt) {}
