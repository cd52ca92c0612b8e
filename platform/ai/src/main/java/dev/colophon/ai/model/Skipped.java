package dev.colophon.ai.model;

import dev.colophon.ai.spend.Target;

/**
 * A model that was chosen and did not serve.
 *
 * @param reason for people; holds no text of the client
 */
public record Skipped(Target target, String reason) {}
