/** Events written in the transaction of their state, and the one relay that publishes them. */
@NullMarked
package dev.colophon.messaging.outbox;

import org.jspecify.annotations.NullMarked;
