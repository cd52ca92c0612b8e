/** Documents that clients upload. */
@NullMarked
package dev.colophon.etl.upload;

import org.jspecify.annotations.NullMarked;
