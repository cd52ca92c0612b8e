/** What a call to a model used, as events of the account book. */
@NullMarked
package dev.colophon.ai.spend;

import org.jspecify.annotations.NullMarked;
