/** The Kafka broker that runs inside the launcher. */
@NullMarked
package dev.colophon.standalone.broker;

import org.jspecify.annotations.NullMarked;
