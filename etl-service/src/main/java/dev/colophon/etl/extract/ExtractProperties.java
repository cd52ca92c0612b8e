package dev.colophon.etl.extract;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What reading a PDF, office document, book or web page may take. It happens in processes beside the service.
 *
 * @param maxMemory heap of such a process; a document that needs more is refused
 * @param maxTime a document that takes longer is refused
 * @param maxExpanded what the parts of a compressed document may come to
 * @param maxText characters of text that a document may have
 * @param keepIdle how long such a process waits for the next document before it ends
 */
@ConfigurationProperties("colophon.etl.extract")
record ExtractProperties(
        @DefaultValue("256MB") DataSize maxMemory,
        @DefaultValue("60s") Duration maxTime,
        @DefaultValue("256MB") DataSize maxExpanded,
        @DefaultValue("10000000") int maxText,
        @DefaultValue("30s") Duration keepIdle) {}
