/** Which projects there are. */
@NullMarked
package dev.colophon.etl.project;

import org.jspecify.annotations.NullMarked;
