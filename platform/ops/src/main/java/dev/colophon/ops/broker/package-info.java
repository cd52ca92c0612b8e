/** What the broker knows of topics and of those that read them: how far behind they are, and for how long. */
@NullMarked
package dev.colophon.ops.broker;

import org.jspecify.annotations.NullMarked;
