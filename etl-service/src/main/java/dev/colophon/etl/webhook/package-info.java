/** What sources tell by themselves: taken in at once, read behind Kafka. */
@NullMarked
package dev.colophon.etl.webhook;

import org.jspecify.annotations.NullMarked;
