/** The commands about vectors: how far they have come, backfills, migrations. */
@NullMarked
package dev.colophon.cli.embedding;

import org.jspecify.annotations.NullMarked;
