/** Providers' protocols behind langchain4j's models, and what their failures mean. */
@NullMarked
package dev.colophon.ai.provider;

import org.jspecify.annotations.NullMarked;
