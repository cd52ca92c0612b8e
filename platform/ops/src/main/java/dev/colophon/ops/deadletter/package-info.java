/** Dead letters, as operators look at them, mend them and try them again. */
@NullMarked
package dev.colophon.ops.deadletter;

import org.jspecify.annotations.NullMarked;
