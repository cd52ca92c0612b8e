/** Sources that clients connect, and the runs that read them. */
@NullMarked
package dev.colophon.etl.source;

import org.jspecify.annotations.NullMarked;
