/** The commands that catch up on what is lacking. */
@NullMarked
package dev.colophon.cli.backfill;

import org.jspecify.annotations.NullMarked;
