/** The commands about events that could not be handled. */
@NullMarked
package dev.colophon.cli.deadletter;

import org.jspecify.annotations.NullMarked;
