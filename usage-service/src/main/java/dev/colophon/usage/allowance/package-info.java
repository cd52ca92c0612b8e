/** What a replay may spend of a client's budget, set aside before it runs. */
@NullMarked
package dev.colophon.usage.allowance;

import org.jspecify.annotations.NullMarked;
