/** HTML as clean text. */
@NullMarked
package dev.colophon.etl.text.html;

import org.jspecify.annotations.NullMarked;
