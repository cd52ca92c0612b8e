/** Who changed what of a client's configuration, and when. */
@NullMarked
package dev.colophon.usage.audit;

import org.jspecify.annotations.NullMarked;
