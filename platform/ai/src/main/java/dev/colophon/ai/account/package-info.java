/** Each client's own accounts with providers, followed from the configuration topic and kept in memory. */
@NullMarked
package dev.colophon.ai.account;

import org.jspecify.annotations.NullMarked;
