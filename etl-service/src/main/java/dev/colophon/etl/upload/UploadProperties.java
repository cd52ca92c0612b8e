package dev.colophon.etl.upload;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How documents are taken in.
 *
 * @param maxFile of one document
 * @param maxFiles documents in one request
 * @param maxText characters of a document that is text already
 * @param concurrency documents read at once, per instance
 * @param waiting documents that may wait for their turn; more are told to come back
 */
@ConfigurationProperties("colophon.etl.upload")
record UploadProperties(
        @DefaultValue("32MB") DataSize maxFile,
        @DefaultValue("20") int maxFiles,
        @DefaultValue("10000000") int maxText,
        @DefaultValue("2") int concurrency,
        @DefaultValue("100") int waiting) {}
