/** Lists in pages, followed by opaque cursors. */
@NullMarked
package dev.colophon.web.paging;

import org.jspecify.annotations.NullMarked;
