/** The commands about sources: connect, list, sync. */
@NullMarked
package dev.colophon.cli.source;

import org.jspecify.annotations.NullMarked;
