/** What is done at night and on Sundays: metadata for projects that lack it, and tidying up. */
@NullMarked
package dev.colophon.metadata.upkeep;

import org.jspecify.annotations.NullMarked;
