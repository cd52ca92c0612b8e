/** Listeners that handle each event once and never stop behind a bad one. */
@NullMarked
package dev.colophon.messaging.inbox;

import org.jspecify.annotations.NullMarked;
