/** What an item says, as clean text of bounded size. */
@NullMarked
package dev.colophon.etl.text;

import org.jspecify.annotations.NullMarked;
