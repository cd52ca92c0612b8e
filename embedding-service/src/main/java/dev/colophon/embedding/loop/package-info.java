/** What goes on by itself for as long as the service runs. */
@NullMarked
package dev.colophon.embedding.loop;

import org.jspecify.annotations.NullMarked;
