package dev.colophon.metadata.draft;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How language models are asked for metadata ({@code colophon.metadata.draft.*}).
 *
 * @param promptVersion of the instructions that go with every question, one of those that ship: {@code 1.0} or {@code
 *     1.1}; metadata that was written with another is written anew by a replay
 */
@ConfigurationProperties("colophon.metadata.draft")
record DraftProperties(@DefaultValue("1.0") String promptVersion) {}
