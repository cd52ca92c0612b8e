package dev.colophon.metadata.cache;

import java.time.Instant;

/** A result that was kept. */
public record Cached<T>(T value, Instant storedAt) {}
