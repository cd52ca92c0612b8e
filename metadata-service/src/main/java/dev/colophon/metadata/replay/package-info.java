/** What reading projects and items again means for metadata: what is out of date is written anew. */
@NullMarked
package dev.colophon.metadata.replay;

import org.jspecify.annotations.NullMarked;
