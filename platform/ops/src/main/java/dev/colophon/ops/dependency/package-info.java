/** Whether what a service depends on is there, as metrics. */
@NullMarked
package dev.colophon.ops.dependency;

import org.jspecify.annotations.NullMarked;
