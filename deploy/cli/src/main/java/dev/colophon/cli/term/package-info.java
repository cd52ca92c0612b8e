/** What a person or a program reads: texts, JSON, progress. */
@NullMarked
package dev.colophon.cli.term;

import org.jspecify.annotations.NullMarked;
