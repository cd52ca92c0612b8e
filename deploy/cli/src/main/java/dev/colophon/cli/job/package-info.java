/** The commands about scheduled work. */
@NullMarked
package dev.colophon.cli.job;

import org.jspecify.annotations.NullMarked;
