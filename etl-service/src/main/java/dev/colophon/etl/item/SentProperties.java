package dev.colophon.etl.item;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What own connectors may send.
 *
 * @param maxBody of a request that is read line by line
 * @param maxLine of one line; a longer one is rejected and costs no other
 * @param maxArray of a request that is one JSON array, which is held in memory as a whole
 */
@ConfigurationProperties("colophon.etl.items")
record SentProperties(
        @DefaultValue("256MB") DataSize maxBody,
        @DefaultValue("8MB") DataSize maxLine,
        @DefaultValue("10MB") DataSize maxArray) {}
