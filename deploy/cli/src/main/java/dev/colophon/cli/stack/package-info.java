/** The stack on this machine: its data directory, its processes, how it is started and stopped. */
@NullMarked
package dev.colophon.cli.stack;

import org.jspecify.annotations.NullMarked;
