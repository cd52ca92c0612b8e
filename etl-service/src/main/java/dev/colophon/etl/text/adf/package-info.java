/** Atlassian's document format as clean text. */
@NullMarked
package dev.colophon.etl.text.adf;

import org.jspecify.annotations.NullMarked;
