/** Language work without a model, a key or a network: keywords, tags, summaries, difficulty, quality. */
@NullMarked
package dev.colophon.ai.local;

import org.jspecify.annotations.NullMarked;
