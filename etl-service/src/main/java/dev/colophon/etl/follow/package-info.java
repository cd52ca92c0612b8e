/** Follows what other services tell of projects. */
@NullMarked
package dev.colophon.etl.follow;

import org.jspecify.annotations.NullMarked;
