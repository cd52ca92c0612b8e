package dev.colophon.usage.report;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which records of the ledger are wanted; null is any. */
record RecordFilter(
        @Nullable String provider,
        @Nullable String model,
        @Nullable String operation,
        @Nullable UUID projectId,
        @Nullable UUID replayId) {}
