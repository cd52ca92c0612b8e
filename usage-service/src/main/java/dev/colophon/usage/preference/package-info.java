/** What a client prefers and allows of AI, one document a kind. */
@NullMarked
package dev.colophon.usage.preference;

import org.jspecify.annotations.NullMarked;
