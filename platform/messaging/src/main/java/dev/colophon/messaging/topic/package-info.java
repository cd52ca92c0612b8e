/** Topics, made and checked at start. */
@NullMarked
package dev.colophon.messaging.topic;

import org.jspecify.annotations.NullMarked;
