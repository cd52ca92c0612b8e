/** How the providers of models are doing, where a service asks any. */
@NullMarked
package dev.colophon.ops.provider;

import org.jspecify.annotations.NullMarked;
