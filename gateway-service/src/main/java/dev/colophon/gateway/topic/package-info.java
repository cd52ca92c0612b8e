/** Topics of the whole installation, for operators: no service alone could tell of all their consumers. */
@NullMarked
package dev.colophon.gateway.topic;

import org.jspecify.annotations.NullMarked;
