/** The commands about money: what was used, what it cost, what is left. */
@NullMarked
package dev.colophon.cli.usage;

import org.jspecify.annotations.NullMarked;
