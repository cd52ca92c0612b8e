/** The event contracts: envelope, topics and the codec of CloudEvents 1.0 in Kafka's binary mode. No Spring. */
@NullMarked
package dev.colophon.events;

import org.jspecify.annotations.NullMarked;
