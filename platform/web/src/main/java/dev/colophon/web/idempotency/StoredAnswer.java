package dev.colophon.web.idempotency;

import java.util.List;
import java.util.Map;

/**
 * An answer as it was given.
 *
 * @param headers those worth repeating, such as {@code Location}
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed over, never compared
public record StoredAnswer(int status, Map<String, List<String>> headers, byte[] body) {}
