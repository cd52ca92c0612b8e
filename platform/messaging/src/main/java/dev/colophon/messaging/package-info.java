/** Events in and out of a service: nothing lost, nothing twice, one trace from end to end. */
@NullMarked
package dev.colophon.messaging;

import org.jspecify.annotations.NullMarked;
