/** Where events go that cannot be handled. */
@NullMarked
package dev.colophon.messaging.deadletter;

import org.jspecify.annotations.NullMarked;
